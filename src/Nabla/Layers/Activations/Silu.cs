using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = x·σ(x), element by element.</summary>
/// <remarks>Also called swish. S. Elfwing, E. Uchibe, K. Doya, 2017, arXiv:1702.03118.</remarks>
public sealed class Silu : Activation
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Silu();

    /// <inheritdoc/>
    public override Func<Tensor, Tensor>? BeginSequence(int capacity) => Call;

    internal static IEnumerable<Sample> Samples(RandomStream random) => BothSides(new Silu(), random);
}
