using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>A long short-term memory along a sequence: <c>[N, T, inputSize]</c> becomes <c>[N, T, directions·outputSize]</c>.</summary>
/// <remarks>
/// <para>
/// i = σ(W_ii·x + b_ii + W_hi·h + b_hi), f and o likewise, g = tanh(W_ig·x + b_ig + W_hg·h + b_hg); c' = f·c + i·g; h' = o·tanh(c'), or
/// W_hr·(o·tanh(c')) with a projection. The rows of the weights hold the gates in the order i, f, g, o, as in PyTorch.
/// </para>
/// <para>
/// S. Hochreiter, J. Schmidhuber, "Long short-term memory", 1997; F. Gers, J. Schmidhuber, F. Cummins, "Learning to forget", 2000; the
/// projection: H. Sak, A. Senior, F. Beaufays, 2014, arXiv:1402.1128. The first values of the forget gate's bias are not raised, as in PyTorch.
/// </para>
/// </remarks>
public sealed class Lstm : RecurrentLayer
{
    /// <summary>The network.</summary>
    /// <param name="inputSize">The size of the input's last axis, ≥ 1.</param>
    /// <param name="hiddenSize">H, the size of the memory, ≥ 1.</param>
    /// <param name="numLayers">How many layers stand above each other, ≥ 1; 1 by default.</param>
    /// <param name="bias">Whether b_ih and b_hh are added; yes by default.</param>
    /// <param name="batchFirst">Whether inputs and outputs are <c>[N, T, …]</c>, the default, unlike PyTorch's; else <c>[T, N, …]</c>.</param>
    /// <param name="dropout">The probability that, in training, an output of a layer is dropped before the next, 0 to 1; 0 by default.</param>
    /// <param name="bidirectional">Whether each layer also goes against time; its outputs stand behind those of the first direction. No by default.</param>
    /// <param name="projSize">The size of h where it is projected, below H; 0, the default, for none.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, the projection is no smaller than H, or the dropout is no probability.</exception>
    public Lstm(int inputSize, int hiddenSize, int numLayers = 1, bool bias = true, bool batchFirst = true, double dropout = 0, bool bidirectional = false, int projSize = 0)
        : base(LstmStep.Gates, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, projSize)
    {
    }

    /// <summary>The outputs of the last layer, from a state of zeros on.</summary>
    /// <param name="x">The sequences, <c>[N, T, inputSize]</c> (<c>[T, N, inputSize]</c> unless batch first), or one, <c>[T, inputSize]</c>.</param>
    /// <returns>The outputs, of the input's shape with directions·outputSize in place of inputSize.</returns>
    /// <exception cref="ShapeException">The input does not fit the layer.</exception>
    public override Tensor Forward(Tensor x) => Forward(x, null, null).Output;

    /// <summary>The outputs of the last layer, and the last state of every layer and direction.</summary>
    /// <param name="x">The sequences, <c>[N, T, inputSize]</c> (<c>[T, N, inputSize]</c> unless batch first), or one, <c>[T, inputSize]</c>.</param>
    /// <param name="state">The state before the first step; null for zeros.</param>
    /// <param name="lengths">How many steps of each sequence count, whole numbers <c>[N]</c>, 1 to T; all by default.</param>
    /// <returns>The outputs, 0 after a sequence's end, and the states at each sequence's end.</returns>
    /// <exception cref="ShapeException">The input, the state or the number of lengths does not fit.</exception>
    /// <exception cref="IndexException">A length is below 1 or above T.</exception>
    /// <exception cref="DTypeException">The lengths are no whole numbers.</exception>
    public (Tensor Output, LstmState State) Forward(Tensor x, LstmState? state, Tensor? lengths = null)
    {
        (Tensor output, Tensor hidden, Tensor? memory) = Run(x, state?.Hidden, state?.Cell, hasMemory: true, lengths);
        return (output, new LstmState(hidden, memory!));
    }

    private protected override bool HasMemory => true;

    private protected override RecurrentStates Run(Tensor sums, RecurrentWeights weights, Tensor hidden, Tensor? memory, long[]? lengths, bool reverse) =>
        new LstmSequence(lengths, reverse).Of(sums, weights.Hidden.Cast(sums.DType), hidden, memory, weights.HiddenBias?.Cast(sums.DType), weights.Projection?.Cast(sums.DType));

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        yield return new Lstm(3, 2).At(Sample.Point(random, [2, 3, 3]));
        yield return new Lstm(2, 2, numLayers: 2, bias: false, batchFirst: false, bidirectional: true).At(Sample.Point(random, [2, 1, 2]));
        var projected = new Lstm(2, 3, bidirectional: true, projSize: 2);
        projected.Cast(DType.Float64);
        Tensor lengths = Tensor.From<long>(1, 3);
        yield return new(nameof(Lstm), t =>
        {
            (Tensor y, LstmState last) = projected.Forward(t[0], new(t[1], t[2]), lengths);
            return Tensor.Cat([y.Flatten(), last.Hidden.Flatten(), last.Cell.Flatten()]);
        }, Sample.Point(random, [2, 3, 2]), Sample.Point(random, [2, 2, 2]), Sample.Point(random, [2, 2, 3]));
    }
}
