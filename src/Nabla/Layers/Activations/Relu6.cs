using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = min(max(x, 0), 6), element by element.</summary>
/// <remarks>Gradient 0 at 0 and 6.</remarks>
public sealed class Relu6 : Activation
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Relu6();

    internal static IEnumerable<Sample> Samples(RandomStream random) => BothSides(new Relu6(), random);
}
