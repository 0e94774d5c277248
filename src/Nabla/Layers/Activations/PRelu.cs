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
    public override Tensor Forward(Tensor x) => x.LeakyRelu(Slopes(Weight, x.Shape));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        _ = Slopes(Weight, input);
        return input;
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        foreach (double side in (double[])[-2, 1])
            yield return new(nameof(PRelu), x => x[0].LeakyRelu(Slopes(x[1], x[0].Shape)),
                random.Uniform([2, 3, 2], side, side + 0.8, DType.Float64), random.Uniform([3], 0.1, 0.5, DType.Float64));
    }

    /// <summary>The slopes in a shape that broadcasts along axis 1.</summary>
    static Tensor Slopes(Tensor weight, in Shape input)
    {
        int channels = weight.Shape[0];
        if (channels == 1) return weight;
        if (input.Rank < 2 || input[1] != channels)
            throw new ShapeException($"PRelu: cannot use {channels} slopes on {input}: axis 1 has {(input.Rank < 2 ? "no" : input[1])} channels.", input);
        Span<int> sizes = stackalloc int[input.Rank - 1];
        sizes.Fill(1);
        sizes[0] = channels;
        return weight.Reshape(new Shape(sizes));
    }
}
