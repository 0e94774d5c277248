using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>One step of a long short-term memory: <c>[N, inputSize]</c> and a state give the next state.</summary>
/// <remarks>
/// i, f, o = σ(W_ih·x + b_ih + W_hh·h + b_hh), g = tanh(…) likewise, in the order i, f, g, o; c' = f·c + i·g; h' = o·tanh(c').
/// <see cref="Lstm"/> is the same along a sequence, and faster there. S. Hochreiter, J. Schmidhuber, 1997.
/// </remarks>
public sealed class LstmCell : RecurrentCell
{
    /// <summary>The cell.</summary>
    /// <param name="inputSize">The size of the input's last axis, ≥ 1.</param>
    /// <param name="hiddenSize">The size of the state, ≥ 1.</param>
    /// <param name="bias">Whether b_ih and b_hh are added; yes by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public LstmCell(int inputSize, int hiddenSize, bool bias = true) : base(LstmStep.Gates, inputSize, hiddenSize, bias)
    {
    }

    /// <summary>h' after a state of zeros.</summary>
    /// <param name="x">The input, <c>[N, inputSize]</c> or <c>[inputSize]</c>.</param>
    /// <returns><c>[N, hiddenSize]</c> or <c>[hiddenSize]</c>.</returns>
    /// <exception cref="ShapeException">The input does not fit the cell.</exception>
    public override Tensor Forward(Tensor x) => Forward(x, null).Hidden;

    /// <summary>The next state.</summary>
    /// <param name="x">The input, <c>[N, inputSize]</c> or <c>[inputSize]</c>.</param>
    /// <param name="state">The state before, <c>[N, hiddenSize]</c> or <c>[hiddenSize]</c> each; null for zeros.</param>
    /// <returns>The state after, of the same shapes.</returns>
    /// <exception cref="ShapeException">Input or state does not fit the cell.</exception>
    public LstmState Forward(Tensor x, LstmState? state)
    {
        (Tensor hidden, Tensor? memory) = Step(x, state?.Hidden, state?.Cell, hasMemory: true);
        return new(hidden, memory!);
    }

    private protected override RecurrentStates Run(Tensor sums, Tensor weight, Tensor hidden, Tensor? memory, Tensor? bias) =>
        new LstmSequence().Of(sums, weight, hidden, memory, bias, null);

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        yield return new LstmCell(3, 2).At(Sample.Point(random, [2, 3]));
        var cell = new LstmCell(3, 2, bias: false);
        cell.Cast(DType.Float64);
        yield return new(nameof(LstmCell), t =>
        {
            LstmState next = cell.Forward(t[0], cell.Forward(t[0], new LstmState(t[1], t[2])));
            return Tensor.Cat([next.Hidden, next.Cell]);
        }, Sample.Point(random, [3]), Sample.Point(random, [2]), Sample.Point(random, [2]));
    }
}
