using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>The mean over all spatial axes, which stay with size 1: <c>[N, C, …]</c> becomes <c>[N, C, 1, …]</c>.</summary>
/// <remarks>The gradient is shared equally among the elements.</remarks>
public sealed class GlobalAvgPool : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.GlobalAveragePool();

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => PoolExtensions.AdaptiveShape("GlobalAveragePool", input, 1);

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new GlobalAvgPool().At(Sample.Point(random, [2, 2, 3])), new GlobalAvgPool().At(Sample.Point(random, [1, 2, 3, 2]))];
}
