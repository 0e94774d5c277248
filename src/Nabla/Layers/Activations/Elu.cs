using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = x for x &gt; 0, else α(eˣ − 1), element by element.</summary>
/// <remarks>D. Clevert, T. Unterthiner, S. Hochreiter, 2015, arXiv:1511.07289.</remarks>
public sealed class Elu : Activation
{
    /// <summary>The layer.</summary>
    /// <param name="alpha">The bound that large negative numbers approach, negated; 1 by default.</param>
    public Elu(double alpha = 1) => Alpha = alpha;

    /// <summary>The bound that large negative numbers approach, negated.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Elu(Alpha);

    internal static IEnumerable<Sample> Samples(RandomStream random) => BothSides(new Elu(), random);
}
