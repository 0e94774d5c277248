using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = max(x, 0), element by element.</summary>
/// <remarks>Gradient 0 at 0. V. Nair, G. Hinton, "Rectified linear units improve restricted Boltzmann machines", 2010.</remarks>
public sealed class Relu : Activation
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Relu();

    /// <inheritdoc/>
    public override Func<Tensor, Tensor>? BeginSequence(int capacity) => Call;

    internal static IEnumerable<Sample> Samples(RandomStream random) => BothSides(new Relu(), random);
}
