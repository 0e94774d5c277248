using Nabla.Initializers;
using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = x·σ(βx), element by element, with β fixed or trained.</summary>
/// <remarks>β = 1 is <see cref="Silu"/>, β → ∞ <see cref="Relu"/>. P. Ramachandran, B. Zoph, Q. Le, 2017, arXiv:1710.05941.</remarks>
public sealed class Swish : Activation
{
    /// <summary>The layer.</summary>
    /// <param name="beta">The steepness, or its first value; 1 by default.</param>
    /// <param name="trained">Whether it is trained; no by default.</param>
    /// <param name="channels">The number of trained βs: 1 (default), or the size of axis 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no channel.</exception>
    public Swish(double beta = 1, bool trained = false, int channels = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Beta = beta;
        if (trained) Weight = AddParameter("weight", [channels], new Constant(beta));
    }

    /// <summary>The fixed steepness, or the first value of the trained one.</summary>
    public double Beta { get; }

    /// <summary>The trained steepness, <c>[channels]</c>, or null.</summary>
    public Parameter? Weight { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Weight is null ? x.Swish(Beta) : x.Swish(PerChannel(Weight, "steepnesses", x.Shape));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (Weight is not null) _ = ChannelSizes(Weight, "steepnesses", input);
        return input;
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new Swish(1.7).At(Sample.Point(random, [2, 3])), new Swish(0.5, trained: true, channels: 3).At(Sample.Point(random, [2, 3, 2]))];
}
