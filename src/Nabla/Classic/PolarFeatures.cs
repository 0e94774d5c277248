using Nabla.Layers;
using Nabla.Operations;

namespace Nabla.Classic;

/// <summary>The change of features (x, y) → (r, θ): rings around the origin become bands that a line separates.</summary>
/// <remarks>r = √(x² + y²), θ = atan2(y, x) in (−π, π]. At the origin r has the gradient 0 and θ none (NaN).</remarks>
public sealed class PolarFeatures : Module
{
    /// <summary>Polar coordinates of points.</summary>
    /// <param name="x"><c>[…, 2]</c>.</param>
    /// <returns><c>[…, 2]</c>: radius and angle.</returns>
    /// <exception cref="ShapeException">The last axis is not of size 2.</exception>
    public override Tensor Forward(Tensor x)
    {
        _ = OutputShape(x.Shape);
        return Tensor.Stack([x.Norm(2, -1), x.Narrow(-1, 1, 1).Squeeze(-1).Atan2(x.Narrow(-1, 0, 1).Squeeze(-1))], -1);
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input.Rank > 0 && input[^1] == 2
        ? input
        : throw new ShapeException($"PolarFeatures: cannot take {input}: the last axis has {(input.Rank == 0 ? "no" : input[^1])} coordinates, 2 are expected.", input);

    internal static IEnumerable<Sample> Samples(RandomStream random) => [new PolarFeatures().At(Sample.Distinct(random, [3, 2]))];
}
