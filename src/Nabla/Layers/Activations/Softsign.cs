using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = x/(1 + |x|), element by element.</summary>
/// <remarks>dy/dx = 1/(1 + |x|)².</remarks>
public sealed class Softsign : Activation
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Softsign();

    internal static IEnumerable<Sample> Samples(RandomStream random) => BothSides(new Softsign(), random);
}
