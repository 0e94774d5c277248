using Nabla.Initializers;
using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = x for x &gt; 0, else slope·x with a trained slope: one for all channels, or one for each.</summary>
/// <remarks>Channels are axis 1. K. He, X. Zhang, S. Ren, J. Sun, "Delving deep into rectifiers", 2015, arXiv:1502.01852.</remarks>
public sealed class PRelu : Activation
{
    /// <summary>The layer.</summary>
    /// <param name="channels">The number of slopes: 1 (default), or the size of axis 1.</param>
    /// <param name="slope">Their first value, 0.25 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no channel.</exception>
    public PRelu(int channels = 1, double slope = 0.25)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Weight = AddParameter("weight", [channels], new Constant(slope));
    }

    /// <summary>The slopes, <c>[channels]</c>.</summary>
    public Parameter Weight { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.LeakyRelu(PerChannel(Weight, "slopes", x.Shape));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        _ = ChannelSizes(Weight, "slopes", input);
        return input;
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) => [new PRelu(3).At(Sample.Distinct(random, [2, 3, 2])), .. BothSides(new PRelu(), random)];
}
