using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>One step of a gated recurrent unit: <c>[N, inputSize]</c> and a state give the next state.</summary>
/// <remarks>
/// r, z = σ(W_ih·x + b_ih + W_hh·h + b_hh), n = tanh(W_in·x + b_in + r·(W_hn·h + b_hn)), in the order r, z, n; h' = (1 − z)·n + z·h.
/// <see cref="Gru"/> is the same along a sequence, and faster there. K. Cho and others, 2014, arXiv:1406.1078.
/// </remarks>
public sealed class GruCell : RecurrentCell
{
    /// <summary>The cell.</summary>
    /// <param name="inputSize">The size of the input's last axis, ≥ 1.</param>
    /// <param name="hiddenSize">The size of the state, ≥ 1.</param>
    /// <param name="bias">Whether b_ih and b_hh are added; yes by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public GruCell(int inputSize, int hiddenSize, bool bias = true) : base(GruStep.Gates, inputSize, hiddenSize, bias)
    {
    }

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

    private protected override RecurrentStates Run(Tensor sums, Tensor weight, Tensor hidden, Tensor? memory, Tensor? bias) =>
        new GruSequence().Of(sums, weight, hidden, null, bias, null);

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        yield return new GruCell(3, 2).At(Sample.Point(random, [2, 3]));
        var cell = new GruCell(3, 2, bias: false);
        cell.Cast(DType.Float64);
        yield return new(nameof(GruCell), t => cell.Forward(t[0], cell.Forward(t[0], t[1])), Sample.Point(random, [3]), Sample.Point(random, [2]));
    }
}
