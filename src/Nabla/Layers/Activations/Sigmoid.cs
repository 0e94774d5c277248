using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = 1 / (1 + e⁻ˣ), element by element.</summary>
/// <remarks>dy/dx = y(1 − y).</remarks>
public sealed class Sigmoid : Activation
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Sigmoid();

    internal static IEnumerable<Sample> Samples(RandomStream random) => BothSides(new Sigmoid(), random);
}
