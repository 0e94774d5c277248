using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = a·σ(b), a and b being the halves of an axis.</summary>
/// <remarks>Y. Dauphin and others, 2016, arXiv:1612.08083.</remarks>
public sealed class Glu : Module
{
    /// <summary>The layer.</summary>
    /// <param name="axis">The axis, the last by default; negative counts from the back.</param>
    public Glu(int axis = -1) => Axis = axis;

    /// <summary>The axis.</summary>
    public int Axis { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Glu(Axis);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        int axis = input.Axis(Axis, nameof(Glu)), size = input[axis];
        if (size % 2 != 0) throw new ShapeException($"Glu: cannot halve axis {axis} of {input}: its size {size} is odd.", input);
        return input.With(axis, size / 2);
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) => [new Glu().At(Sample.Point(random, [3, 4])), new Glu(1).At(Sample.Point(random, [1, 2, 3]))];
}
