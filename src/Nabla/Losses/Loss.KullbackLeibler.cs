using Nabla.Operations;

namespace Nabla.Losses;

/// <summary>The Kullback–Leibler divergence.</summary>
public static partial class Loss
{
    /// <summary>The mean of target·(ln target − output) over all elements.</summary>
    /// <param name="output">Logarithms of probabilities, of any shape: <c>LogSoftmax</c>.</param>
    /// <param name="target">The right probabilities, of the same shape.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    public static Tensor KullbackLeibler(Tensor output, Tensor target) => KullbackLeibler(output, target, Reduction.Mean);

    /// <summary>target·(ln target − output) of each element, reduced: the divergence of a distribution from the right one.</summary>
    /// <param name="output">Logarithms of probabilities, of any shape: <c>LogSoftmax</c>.</param>
    /// <param name="target">The right probabilities, of the same shape.</param>
    /// <param name="reduction">Mean or sum over all elements, or none.</param>
    /// <param name="logTarget">Whether the target too holds logarithms; no by default.</param>
    /// <returns>A scalar, or for <see cref="Reduction.None"/> a tensor of the shape of the output.</returns>
    /// <exception cref="ShapeException">The shapes differ; nothing is broadcast.</exception>
    /// <remarks>A target of 0 gives 0. The mean is over all elements, as in PyTorch; divide the sum by the number of examples for the mathematical mean.</remarks>
    public static Tensor KullbackLeibler(Tensor output, Tensor target, Reduction reduction, bool logTarget = false)
    {
        _ = SameShape(nameof(KullbackLeibler), output, target);
        if (logTarget) return reduction.Of(target.Exp() * (target - output));
        Tensor isZero = target.EqualTo(0);
        return reduction.Of(target * (target.MaskedFill(isZero, 1).Log() - output));
    }

    static IEnumerable<Sample> KullbackLeiblerSamples(RandomStream random)
    {
        return from reduction in Enum.GetValues<Reduction>()
               select new Sample($"Loss.{nameof(KullbackLeibler)}", x => KullbackLeibler(x[0].LogSoftmax(), reduction == Reduction.None ? x[1].LogSoftmax() : x[1].Softmax(), reduction, reduction == Reduction.None), Sample.Point(random, [2, 3]), Sample.Point(random, [2, 3]));
    }
}
