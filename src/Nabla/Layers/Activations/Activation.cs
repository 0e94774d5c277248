using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>A layer that keeps the shape of its input.</summary>
public abstract class Activation : Module
{
    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input;

    /// <summary>Applications on both sides of the kink at 0, and away from it.</summary>
    private protected static IEnumerable<Sample> BothSides(Module layer, RandomStream random)
    {
        string name = layer.GetType().Name;
        yield return new(name, x => layer.Forward(x[0]), random.Uniform([2, 3], 0.2, 2, DType.Float64));
        yield return new(name, x => layer.Forward(x[0]), random.Uniform([2, 3], -2, -0.2, DType.Float64));
    }
}
