using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = λx for x &gt; 0, else λα(eˣ − 1), element by element, with λ = 1.0507… and α = 1.6733….</summary>
/// <remarks>Keeps mean 0 and variance 1 from layer to layer. G. Klambauer and others, 2017, arXiv:1706.02515.</remarks>
public sealed class Selu : Activation
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Selu();

    internal static IEnumerable<Sample> Samples(RandomStream random) => BothSides(new Selu(), random);
}
