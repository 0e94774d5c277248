using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = ln(1 + eˣ), element by element.</summary>
/// <remarks>dy/dx = σ(x). Computed without overflow.</remarks>
public sealed class Softplus : Activation
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Softplus();

    internal static IEnumerable<Sample> Samples(RandomStream random) => BothSides(new Softplus(), random);
}
