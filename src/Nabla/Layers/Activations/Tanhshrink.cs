using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = x − tanh(x), element by element.</summary>
/// <remarks>dy/dx = tanh²(x).</remarks>
public sealed class Tanhshrink : Activation
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Tanhshrink();

    internal static IEnumerable<Sample> Samples(RandomStream random) => BothSides(new Tanhshrink(), random);
}
