using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = min(max(x + 3, 0), 6)/6, element by element.</summary>
/// <remarks>A sigmoid of three straight pieces; gradient 0 at ±3, as in PyTorch.</remarks>
public sealed class HardSigmoid : Activation
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.HardSigmoid();

    internal static IEnumerable<Sample> Samples(RandomStream random) => BothSides(new HardSigmoid(), random);
}
