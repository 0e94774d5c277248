using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = e⁻ˣ / Σ e⁻ˣ along an axis.</summary>
/// <remarks>Small elements get the weight. Nothing overflows.</remarks>
public sealed class Softmin : Activation
{
    /// <summary>The layer.</summary>
    /// <param name="axis">The axis, the last by default; negative counts from the back.</param>
    public Softmin(int axis = -1) => Axis = axis;

    /// <summary>The axis.</summary>
    public int Axis { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Softmin(Axis);

    internal static IEnumerable<Sample> Samples(RandomStream random) => [new Softmin().At(Sample.Point(random, [3, 4])), new Softmin(1).At(Sample.Point(random, [1, 2, 3]))];
}
