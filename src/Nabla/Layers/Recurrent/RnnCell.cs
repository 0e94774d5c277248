using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>One step of a plain recurrent network: <c>[N, inputSize]</c> and a state give the next state.</summary>
/// <remarks>h' = tanh(W_ih·x + b_ih + W_hh·h + b_hh), or max(·, 0) in place of tanh. <see cref="Rnn"/> is the same along a sequence, and faster there.</remarks>
public sealed class RnnCell : RecurrentCell
{
    /// <summary>The cell.</summary>
    /// <param name="inputSize">The size of the input's last axis, ≥ 1.</param>
    /// <param name="hiddenSize">The size of the state, ≥ 1.</param>
    /// <param name="bias">Whether b_ih and b_hh are added; yes by default.</param>
    /// <param name="nonlinearity">What is applied to the sums; tanh by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public RnnCell(int inputSize, int hiddenSize, bool bias = true, RnnNonlinearity nonlinearity = RnnNonlinearity.Tanh)
        : base(TanhStep.Gates, inputSize, hiddenSize, bias) => Nonlinearity = nonlinearity;

    /// <summary>What is applied to the sums.</summary>
    public RnnNonlinearity Nonlinearity { get; }

    /// <summary>h' after a state of zeros.</summary>
    /// <param name="x">The input, <c>[N, inputSize]</c> or <c>[inputSize]</c>.</param>
    /// <returns><c>[N, hiddenSize]</c> or <c>[hiddenSize]</c>.</returns>
    /// <exception cref="ShapeException">The input does not fit the cell.</exception>
    public override Tensor Forward(Tensor x) => Forward(x, null);

    /// <summary>The next state.</summary>
    /// <param name="x">The input, <c>[N, inputSize]</c> or <c>[inputSize]</c>.</param>
    /// <param name="state">The state before, <c>[N, hiddenSize]</c> or <c>[hiddenSize]</c>; null for zeros.</param>
    /// <returns>The state after, of the same shape.</returns>
    /// <exception cref="ShapeException">Input or state does not fit the cell.</exception>
    public Tensor Forward(Tensor x, Tensor? state) => Step(x, state, null, hasMemory: false).Hidden;

    private protected override RecurrentStates Run(Tensor sums, Tensor weight, Tensor hidden, Tensor? memory, Tensor? bias) => Nonlinearity == RnnNonlinearity.Tanh
        ? new TanhSequence().Of(sums, weight, hidden, null, bias, null)
        : new ReluSequence().Of(sums, weight, hidden, null, bias, null);

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        yield return new RnnCell(3, 2).At(Sample.Point(random, [2, 3]));
        var cell = new RnnCell(3, 2, bias: false, RnnNonlinearity.Relu);
        cell.Cast(DType.Float64);
        yield return new(nameof(RnnCell), t => cell.Forward(t[0], cell.Forward(t[0], t[1])), Sample.Point(random, [4, 3]), Sample.Point(random, [4, 2]));
        yield return new RnnCell(2, 3).At(Sample.Point(random, [2]));
    }
}
