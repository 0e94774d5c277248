using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = x for x &gt; 0, else α(e^(x/α) − 1), element by element.</summary>
/// <remarks>Continuously differentiable for every α. J. Barron, 2017, arXiv:1704.07483.</remarks>
public sealed class Celu : Activation
{
    /// <summary>The layer.</summary>
    /// <param name="alpha">The bound that large negative numbers approach, negated, not 0; 1 by default.</param>
    public Celu(double alpha = 1) => Alpha = alpha;

    /// <summary>The bound that large negative numbers approach, negated.</summary>
    public double Alpha { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Celu(Alpha);

    internal static IEnumerable<Sample> Samples(RandomStream random) => BothSides(new Celu(0.7), random);
}
