using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = x·Φ(x), element by element, Φ being the normal distribution function.</summary>
/// <remarks>Approximately ½x(1 + tanh(√(2/π)(x + 0.044715x³))). D. Hendrycks, K. Gimpel, 2016, arXiv:1606.08415.</remarks>
public sealed class Gelu : Activation
{
    /// <summary>The layer.</summary>
    /// <param name="approximate">Whether the tanh formula is used; exact by default.</param>
    public Gelu(bool approximate = false) => Approximate = approximate;

    /// <summary>Whether the tanh formula is used.</summary>
    public bool Approximate { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Approximate ? x.GeluTanh() : x.Gelu();

    /// <inheritdoc/>
    public override Func<Tensor, Tensor>? BeginSequence(int capacity) => Call;

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        BothSides(new Gelu(), random).Concat(BothSides(new Gelu(approximate: true), random));
}
