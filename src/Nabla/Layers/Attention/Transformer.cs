using Nabla.Initializers;
using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>An encoder and a decoder: a sequence is read, another one attends to what was read.</summary>
/// <remarks>
/// Both end with a layer norm. Parameters have PyTorch's names; all matrices are drawn Xavier uniform, as there. A. Vaswani and others, "Attention is
/// all you need", 2017, arXiv:1706.03762.
/// </remarks>
public sealed class Transformer : Module
{
    /// <summary>The model.</summary>
    /// <param name="embedDim">E, the features of both sequences; 512 by default.</param>
    /// <param name="numHeads">The number of heads; 8 by default.</param>
    /// <param name="numEncoderLayers">The number of encoder layers, ≥ 1; 6 by default.</param>
    /// <param name="numDecoderLayers">The number of decoder layers, ≥ 1; 6 by default.</param>
    /// <param name="feedforwardDim">The features between the two linear layers; 2,048 by default.</param>
    /// <param name="dropout">The probability of all dropouts; 0.1 by default.</param>
    /// <param name="activation">Makes the layer between the two linear layers; ReLU by default.</param>
    /// <param name="layerNormEpsilon">ε of the layer norms; 1e-5 by default.</param>
    /// <param name="batchFirst">Whether the batch is axis 0; by default it is axis 1, as in PyTorch.</param>
    /// <param name="normFirst">Whether the norms stand before the branches instead of behind the sums; no by default.</param>
    /// <param name="causal">Whether a place of the target sees those up to itself alone; no by default, as in PyTorch, where a mask says so.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, ε is negative, or dropout is no probability.</exception>
    /// <exception cref="ArgumentException">The features are no multiple of the heads.</exception>
    public Transformer(
        int embedDim = 512, int numHeads = 8, int numEncoderLayers = 6, int numDecoderLayers = 6, int feedforwardDim = 2048, double dropout = 0.1,
        Func<Module>? activation = null, double layerNormEpsilon = 1e-5, bool batchFirst = false, bool normFirst = false, bool causal = false)
    {
        var weight = new XavierUniform();
        Encoder = AddChild("encoder", new TransformerEncoder(numEncoderLayers, () => new TransformerEncoderLayer(
            embedDim, numHeads, feedforwardDim, dropout, activation?.Invoke(), layerNormEpsilon, batchFirst, normFirst, weight: weight), new LayerNorm([embedDim], layerNormEpsilon)));
        Decoder = AddChild("decoder", new TransformerDecoder(numDecoderLayers, () => new TransformerDecoderLayer(
            embedDim, numHeads, feedforwardDim, dropout, activation?.Invoke(), layerNormEpsilon, batchFirst, normFirst, causal, weight: weight), new LayerNorm([embedDim], layerNormEpsilon)));
    }

    /// <summary>What reads the source.</summary>
    public TransformerEncoder Encoder { get; }

    /// <summary>What makes the result.</summary>
    public TransformerDecoder Decoder { get; }

    /// <summary>The model with a sequence as source and target.</summary>
    /// <param name="x"><c>[T, N, E]</c>, with batchFirst <c>[N, T, E]</c>, or <c>[T, E]</c>.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ShapeException">The input does not fit the model.</exception>
    public override Tensor Forward(Tensor x) => Forward(x, x);

    /// <summary>The target's places, having seen the source.</summary>
    /// <param name="source">What is read, <c>[S, N, E]</c>, with batchFirst <c>[N, S, E]</c>, or <c>[S, E]</c>.</param>
    /// <param name="target">The target, <c>[T, N, E]</c>, with batchFirst <c>[N, T, E]</c>, or <c>[T, E]</c>.</param>
    /// <param name="sourceMask">Which places of the source are hidden from which, <c>[S, S]</c> or <c>[N·H, S, S]</c>, bool or numbers added to the scores; none by default.</param>
    /// <param name="targetMask">Which places of the target are hidden from which, <c>[T, T]</c> or <c>[N·H, T, T]</c>; none by default.</param>
    /// <param name="memoryMask">Which places of what was read are hidden from which of the target, <c>[T, S]</c> or <c>[N·H, T, S]</c>; none by default.</param>
    /// <param name="sourcePaddingMask">Which places of the source are padding, <c>[N, S]</c>; none by default.</param>
    /// <param name="targetPaddingMask">Which places of the target are padding, <c>[N, T]</c>; none by default.</param>
    /// <param name="memoryPaddingMask">Which places of what was read are padding, <c>[N, S]</c>; none by default: as in PyTorch, that of the source is not carried over.</param>
    /// <returns>A tensor of the target's shape.</returns>
    /// <exception cref="ShapeException">The inputs do not fit the model or each other.</exception>
    /// <exception cref="DTypeException">A mask holds whole numbers.</exception>
    public Tensor Forward(
        Tensor source, Tensor target, Tensor? sourceMask = null, Tensor? targetMask = null, Tensor? memoryMask = null, Tensor? sourcePaddingMask = null,
        Tensor? targetPaddingMask = null, Tensor? memoryPaddingMask = null)
    {
        Tensor memory = Encoder.Locating(() => Encoder.Forward(source, sourceMask, sourcePaddingMask));
        return Decoder.Locating(() => Decoder.Forward(target, memory, targetMask, memoryMask, targetPaddingMask, memoryPaddingMask));
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => Decoder.OutputShape(Encoder.OutputShape(input));

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => Encoder.MultiplyAdds(input) + Decoder.MultiplyAdds(input);

    /// <inheritdoc/>
    public override IEnumerable<(Module Layer, Shape Input)> Trace(Shape input) => Encoder.Trace(input).Concat(Decoder.Trace(input));

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        var model = new Transformer(4, 2, 1, 1, 3, dropout: 0, activation: () => new Tanh(), causal: true);
        model.Cast(DType.Float64);
        yield return new(nameof(Transformer), x => model.Forward(x[0], x[1]), Sample.Point(random, [3, 1, 4]), Sample.Point(random, [2, 1, 4]));
    }
}
