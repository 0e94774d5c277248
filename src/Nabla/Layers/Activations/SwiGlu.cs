using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = a·b·σ(b), a and b being the halves of an axis.</summary>
/// <remarks>Put a Linear of twice the width in front. N. Shazeer, 2020, arXiv:2002.05202.</remarks>
public sealed class SwiGlu : Module
{
    /// <summary>The layer.</summary>
    /// <param name="axis">The axis, the last by default; negative counts from the back.</param>
    public SwiGlu(int axis = -1) => Axis = axis;

    /// <summary>The axis.</summary>
    public int Axis { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.SwiGlu(Axis);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        int axis = input.Axis(Axis, nameof(SwiGlu)), size = input[axis];
        if (size % 2 != 0) throw new ShapeException($"SwiGlu: cannot halve axis {axis} of {input}: its size {size} is odd.", input);
        return input.With(axis, size / 2);
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) => [new SwiGlu().At(Sample.Point(random, [3, 4])), new SwiGlu(1).At(Sample.Point(random, [1, 2, 3]))];
}
