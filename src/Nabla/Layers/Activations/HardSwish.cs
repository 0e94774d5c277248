using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = x·min(max(x + 3, 0), 6)/6, element by element.</summary>
/// <remarks>A. Howard and others, 2019, arXiv:1905.02244.</remarks>
public sealed class HardSwish : Activation
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.HardSwish();

    internal static IEnumerable<Sample> Samples(RandomStream random) => BothSides(new HardSwish(), random);
}
