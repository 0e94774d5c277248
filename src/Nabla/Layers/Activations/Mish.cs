using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = x·tanh(ln(1 + eˣ)), element by element.</summary>
/// <remarks>D. Misra, 2019, arXiv:1908.08681.</remarks>
public sealed class Mish : Activation
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Mish();

    internal static IEnumerable<Sample> Samples(RandomStream random) => BothSides(new Mish(), random);
}
