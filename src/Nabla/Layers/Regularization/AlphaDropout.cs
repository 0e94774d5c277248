using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>In training, sets each element to −λα with probability p, then scales and shifts so that mean 0 and variance 1 stay; else y = x.</summary>
/// <remarks>
/// y = a·(x·m − λα·(1 − m)) + b with the mask m, a = ((1 − p)(1 + pλ²α²))^−½ and b = aλαp. For networks of
/// <see cref="Selu"/>, whose λ and α they are. G. Klambauer and others, 2017, arXiv:1706.02515.
/// </remarks>
public sealed class AlphaDropout : RandomActivation
{
    const double Dropped = -1.7580993408473766;

    /// <summary>The layer.</summary>
    /// <param name="p">The probability that an element is dropped, 0 to 1; 0.5 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is no probability.</exception>
    public AlphaDropout(double p = 0.5) => P = Probability(nameof(AlphaDropout), p);

    /// <summary>The probability that an element is dropped.</summary>
    public double P { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        if (!IsTraining || P == 0) return x;
        Tensor mask = Next("mask").Kept(x.Shape, x.DType, P);
        double scale = P < 1 ? 1 / Math.Sqrt((1 - P) * (1 + P * Dropped * Dropped)) : 0;
        return (x * mask + (1 - mask) * Dropped) * scale - scale * Dropped * P;
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new(nameof(AlphaDropout), x => new AlphaDropout(0.3).Forward(x[0]), Sample.Point(random, [3, 4]))];
}
