using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>The largest element over all spatial axes, which stay with size 1: <c>[N, C, …]</c> becomes <c>[N, C, 1, …]</c>.</summary>
/// <remarks>The gradient is shared equally among equal largest elements.</remarks>
public sealed class GlobalMaxPool : Module
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.GlobalMaxPool();

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => PoolExtensions.AdaptiveShape("GlobalMaxPool", input, 1);

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new GlobalMaxPool().At(Sample.Distinct(random, [2, 2, 3])), new GlobalMaxPool().At(Sample.Distinct(random, [1, 2, 3, 2]))];
}
