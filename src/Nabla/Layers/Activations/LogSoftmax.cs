using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = x − ln Σ eˣ along an axis.</summary>
/// <remarks>Computed from x − max x, so nothing overflows.</remarks>
public sealed class LogSoftmax : Activation
{
    /// <summary>The layer.</summary>
    /// <param name="axis">The axis of the classes, the last by default; negative counts from the back.</param>
    public LogSoftmax(int axis = -1) => Axis = axis;

    /// <summary>The axis of the classes.</summary>
    public int Axis { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.LogSoftmax(Axis);

    internal static IEnumerable<Sample> Samples(RandomStream random) => BothSides(new LogSoftmax(), random);
}
