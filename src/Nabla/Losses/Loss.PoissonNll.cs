using Nabla.Operations;

namespace Nabla.Losses;

/// <summary>The likelihood of Poisson distributions.</summary>
public static partial class Loss
{
    /// <summary>The mean negative log-likelihood of counts, the output being the logarithm of their rate.</summary>
    /// <param name="output">A tensor of any shape.</param>
    /// <param name="target">Counts, of the same shape.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    public static Tensor PoissonNll(Tensor output, Tensor target) => PoissonNll(output, target, Reduction.Mean);

    /// <summary>e^x − y·x of each output x and count y, reduced; x − y·ln(x + ε) where the output is the rate itself.</summary>
    /// <param name="output">A tensor of any shape.</param>
    /// <param name="target">Counts, of the same shape.</param>
    /// <param name="reduction">Mean or sum over all elements, or none.</param>
    /// <param name="logInput">Whether the output is the logarithm of the rate; yes by default.</param>
    /// <param name="full">Whether ln y! is added, by Stirling's formula for y &gt; 1; no by default.</param>
    /// <param name="epsilon">ε, what keeps ln finite at a rate of 0; 1e-8 by default.</param>
    /// <returns>A scalar, or for <see cref="Reduction.None"/> a tensor of the shape of the output.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    /// <remarks>∂L/∂x = e^x − y.</remarks>
    public static Tensor PoissonNll(Tensor output, Tensor target, Reduction reduction, bool logInput = true, bool full = false, double epsilon = 1e-8)
    {
        _ = SameShape(nameof(PoissonNll), output, target);
        Tensor losses = logInput ? output.Exp() - target * output : output - target * (output + epsilon).Log();
        if (!full) return reduction.Of(losses);
        Tensor counted = target.Cast(losses.DType), large = counted.Clamp(1, double.PositiveInfinity);
        Tensor stirling = large * large.Log() - large + (2 * Math.PI * large).Log() * 0.5;
        return reduction.Of(losses + stirling.MaskedFill(counted <= 1, 0));
    }

    static IEnumerable<Sample> PoissonNllSamples(RandomStream random)
    {
        Tensor counts = Tensor.From<double>([0, 1, 2, 3, 1, 4], [2, 3]);
        return from reduction in Enum.GetValues<Reduction>()
               select new Sample($"Loss.{nameof(PoissonNll)}", x => PoissonNll(reduction == Reduction.Sum ? x[0].Exp() : x[0], counts, reduction, reduction != Reduction.Sum, full: reduction == Reduction.None), Sample.Point(random, [2, 3]));
    }
}
