using Nabla.Operations;
using static System.FormattableString;

namespace Nabla.Layers;

/// <summary>In training, sets each element to 0 with probability p and scales the others by 1/(1 − p); else y = x.</summary>
/// <remarks>
/// The mask follows from the root's seed, the layer's path and the number of calls so far, which is a buffer, so that a
/// saved training goes on with the masks it would have drawn. N. Srivastava and others, "Dropout", 2014.
/// </remarks>
public sealed class Dropout : Activation
{
    const string Calls = "calls";

    readonly Tensor calls;

    /// <summary>The layer.</summary>
    /// <param name="p">The probability that an element is dropped, 0 to 1; 0.5 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is no probability.</exception>
    public Dropout(double p = 0.5)
    {
        if (p is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(p), p, Invariant($"Dropout: cannot drop with probability {p}: it is between 0 and 1."));
        P = p;
        calls = AddBuffer(Calls, Tensor.Scalar(0, DType.Int64));
    }

    /// <summary>The probability that an element is dropped.</summary>
    public double P { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => IsTraining && P > 0 ? x * NextMask(x) : x;

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

    /// <summary>0 where an element is dropped, else 1/(1 − p).</summary>
    Tensor NextMask(Tensor x)
    {
        long call = (long)calls.Item();
        SetBuffer(Calls, Tensor.Scalar(call + 1, DType.Int64));
        RandomStream stream = Random("mask");
        stream.Position = (ulong)call << 32; // a mask takes fewer than 2³² blocks
        Tensor kept = stream.Uniform(x.Shape, type: x.DType) >= P;
        return kept.Cast(x.DType) * (P < 1 ? 1 / (1 - P) : 0);
    }
}
