using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = x for x &gt; 0, else slope·x, element by element.</summary>
/// <remarks>The slope itself is the derivative at 0. A. Maas, A. Hannun, A. Ng, 2013.</remarks>
public sealed class LeakyRelu : Activation
{
    /// <summary>The layer.</summary>
    /// <param name="slope">The slope for negative numbers; 0.01 by default.</param>
    public LeakyRelu(double slope = 0.01) => Slope = slope;

    /// <summary>The slope for negative numbers.</summary>
    public double Slope { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.LeakyRelu(Slope);

    internal static IEnumerable<Sample> Samples(RandomStream random) => BothSides(new LeakyRelu(), random);
}
