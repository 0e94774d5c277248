using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>A plain recurrent network along a sequence: <c>[N, T, inputSize]</c> becomes <c>[N, T, directions·hiddenSize]</c>.</summary>
/// <remarks>h' = tanh(W_ih·x + b_ih + W_hh·h + b_hh), or max(·, 0) in place of tanh, with slope 0 at 0. J. Elman, "Finding structure in time", 1990.</remarks>
public sealed class Rnn : RecurrentLayer
{
    /// <summary>The network.</summary>
    /// <param name="inputSize">The size of the input's last axis, ≥ 1.</param>
    /// <param name="hiddenSize">The size of the state, ≥ 1.</param>
    /// <param name="numLayers">How many layers stand above each other, ≥ 1; 1 by default.</param>
    /// <param name="nonlinearity">What is applied to the sums; tanh by default.</param>
    /// <param name="bias">Whether b_ih and b_hh are added; yes by default.</param>
    /// <param name="batchFirst">Whether inputs and outputs are <c>[N, T, …]</c>, the default, unlike PyTorch's; else <c>[T, N, …]</c>.</param>
    /// <param name="dropout">The probability that, in training, an output of a layer is dropped before the next, 0 to 1; 0 by default.</param>
    /// <param name="bidirectional">Whether each layer also goes against time; its outputs stand behind those of the first direction. No by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the dropout is no probability.</exception>
    public Rnn(
        int inputSize, int hiddenSize, int numLayers = 1, RnnNonlinearity nonlinearity = RnnNonlinearity.Tanh, bool bias = true, bool batchFirst = true,
        double dropout = 0, bool bidirectional = false)
        : base(TanhStep.Gates, inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional) => Nonlinearity = nonlinearity;

    /// <summary>What is applied to the sums.</summary>
    public RnnNonlinearity Nonlinearity { get; }

    /// <summary>The outputs of the last layer, from a state of zeros on.</summary>
    /// <param name="x">The sequences, <c>[N, T, inputSize]</c> (<c>[T, N, inputSize]</c> unless batch first), or one, <c>[T, inputSize]</c>.</param>
    /// <returns>The outputs, of the input's shape with directions·hiddenSize in place of inputSize.</returns>
    /// <exception cref="ShapeException">The input does not fit the layer.</exception>
    public override Tensor Forward(Tensor x) => Forward(x, null, null).Output;

    /// <summary>The outputs of the last layer, and the last state of every layer and direction.</summary>
    /// <param name="x">The sequences, <c>[N, T, inputSize]</c> (<c>[T, N, inputSize]</c> unless batch first), or one, <c>[T, inputSize]</c>.</param>
    /// <param name="state">The state before the first step, <c>[numLayers·directions, N, hiddenSize]</c>, without N for one sequence; null for zeros.</param>
    /// <param name="lengths">How many steps of each sequence count, whole numbers <c>[N]</c>, 1 to T; all by default.</param>
    /// <returns>The outputs, 0 after a sequence's end, and the states at each sequence's end, of the shape of <paramref name="state"/>.</returns>
    /// <exception cref="ShapeException">The input, the state or the number of lengths does not fit.</exception>
    /// <exception cref="IndexException">A length is below 1 or above T.</exception>
    /// <exception cref="DTypeException">The lengths are no whole numbers.</exception>
    public (Tensor Output, Tensor State) Forward(Tensor x, Tensor? state, Tensor? lengths = null)
    {
        (Tensor output, Tensor hidden, _) = Run(x, state, null, hasMemory: false, lengths);
        return (output, hidden);
    }

    private protected override RecurrentStates Run(Tensor sums, RecurrentWeights weights, Tensor hidden, Tensor? memory, long[]? lengths, bool reverse)
    {
        (Tensor weight, Tensor? bias) = (weights.Hidden.Cast(sums.DType), weights.HiddenBias?.Cast(sums.DType));
        return Nonlinearity == RnnNonlinearity.Tanh
            ? new TanhSequence(lengths, reverse).Of(sums, weight, hidden, null, bias, null)
            : new ReluSequence(lengths, reverse).Of(sums, weight, hidden, null, bias, null);
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        yield return new Rnn(3, 2).At(Sample.Point(random, [2, 3, 3]));
        yield return new Rnn(2, 2, numLayers: 2, RnnNonlinearity.Relu, bias: false, batchFirst: false, bidirectional: true).At(Sample.Point(random, [2, 1, 2]));
        var both = new Rnn(2, 3, bidirectional: true);
        both.Cast(DType.Float64);
        Tensor lengths = Tensor.From<long>(3, 1);
        yield return new(nameof(Rnn), t =>
        {
            (Tensor y, Tensor last) = both.Forward(t[0], t[1], lengths);
            return Tensor.Cat([y.Flatten(), last.Flatten()]);
        }, Sample.Point(random, [2, 3, 2]), Sample.Point(random, [2, 2, 3]));
    }
}
