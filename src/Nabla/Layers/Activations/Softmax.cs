using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = eˣ / Σ eˣ along an axis.</summary>
/// <remarks>Train on logits with Loss.CrossEntropy instead: it is exact where the softmax rounds to 0.</remarks>
public sealed class Softmax : Activation
{
    /// <summary>The layer.</summary>
    /// <param name="axis">The axis of the classes, the last by default; negative counts from the back.</param>
    public Softmax(int axis = -1) => Axis = axis;

    /// <summary>The axis of the classes.</summary>
    public int Axis { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Softmax(Axis);

    internal static IEnumerable<Sample> Samples(RandomStream random) => BothSides(new Softmax(), random);
}
