using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>In training, sets each element to 0 with probability p and scales the others by 1/(1 − p); else y = x.</summary>
/// <remarks>N. Srivastava and others, "Dropout", 2014.</remarks>
public sealed class Dropout : RandomActivation
{
    /// <summary>The layer.</summary>
    /// <param name="p">The probability that an element is dropped, 0 to 1; 0.5 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is no probability.</exception>
    public Dropout(double p = 0.5) => P = Probability(nameof(Dropout), p);

    /// <summary>The probability that an element is dropped.</summary>
    public double P { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => IsTraining && P > 0 ? x * Next("mask").Kept(x.Shape, x.DType, P) * (P < 1 ? 1 / (1 - P) : 0) : x;

    /// <inheritdoc/>
    public override Func<Tensor, Tensor>? BeginSequence(int capacity) => Call;

    /// <summary>The chance of one call, for an operation that drops by itself.</summary>
    internal RandomStream Draw() => Next("mask");

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        Tensor x = random.Uniform([3, 4], -1, 1, DType.Float64);
        yield return new(nameof(Dropout), inputs => new Dropout().Forward(inputs[0]), x);
        yield return new(nameof(Dropout), inputs =>
        {
            var layer = new Dropout();
            layer.Eval();
            return layer.Forward(inputs[0].Square());
        }, x);
    }
}
