using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = min(max(x, −1), 1), element by element.</summary>
/// <remarks>Gradient 0 at ±1.</remarks>
public sealed class HardTanh : Activation
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.HardTanh();

    internal static IEnumerable<Sample> Samples(RandomStream random) => [new HardTanh().At(Sample.Distinct(random, [4, 4]))];
}
