using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = x for x &gt; 0, else a·x, a being drawn for each element in training and the mean of its bounds in use.</summary>
/// <remarks>B. Xu, N. Wang, T. Chen, M. Li, "Empirical evaluation of rectified activations", 2015, arXiv:1505.00853.</remarks>
public sealed class RRelu : RandomActivation
{
    /// <summary>The layer.</summary>
    /// <param name="lower">The least slope, 1/8 by default.</param>
    /// <param name="upper">The largest slope, at least the least; 1/3 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bounds are the wrong way round.</exception>
    public RRelu(double lower = 1.0 / 8, double upper = 1.0 / 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(upper, lower);
        (Lower, Upper) = (lower, upper);
    }

    /// <summary>The least slope.</summary>
    public double Lower { get; }

    /// <summary>The largest slope.</summary>
    public double Upper { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => IsTraining
        ? x.LeakyRelu(Next("slope").Uniform(x.Shape, Lower, Upper, x.DType))
        : x.LeakyRelu((Lower + Upper) / 2);

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        Tensor x = Sample.Distinct(random, [3, 4]);
        yield return new(nameof(RRelu), t => new RRelu().Forward(t[0]), x);
        var used = new RRelu();
        used.Eval();
        yield return used.At(x);
    }
}
