using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = tanh(x), element by element.</summary>
/// <remarks>dy/dx = 1 − y².</remarks>
public sealed class Tanh : Activation
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Tanh();

    /// <inheritdoc/>
    public override Func<Tensor, Tensor>? BeginSequence(int capacity) => Call;

    internal static IEnumerable<Sample> Samples(RandomStream random) => BothSides(new Tanh(), random);
}
