using Nabla.Initializers;
using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>A block of a decoder: attention of a sequence to itself, attention to a memory, then two linear layers, each with a way around it and a layer norm.</summary>
/// <remarks>
/// <para>
/// x ← norm1(x + attention(x)), x ← norm2(x + attention(x, memory)), y = norm3(x + linear2(f(linear1(x)))); with normFirst each norm stands
/// before its branch instead of behind the sum. Each branch, and what f gives, passes a dropout.
/// </para>
/// <para>Parameters have PyTorch's names and first values. A. Vaswani and others, "Attention is all you need", 2017, arXiv:1706.03762, section 3.1.</para>
/// </remarks>
public sealed class TransformerDecoderLayer : Module
{
    /// <summary>The layer.</summary>
    /// <param name="embedDim">E, the features of sequence and memory; a multiple of <paramref name="numHeads"/>.</param>
    /// <param name="numHeads">The number of heads, ≥ 1.</param>
    /// <param name="feedforwardDim">The features between the two linear layers, ≥ 1; 2,048 by default.</param>
    /// <param name="dropout">The probability of all dropouts, that of attention weights included; 0.1 by default.</param>
    /// <param name="activation">f, a layer of its own; ReLU by default.</param>
    /// <param name="layerNormEpsilon">ε of the layer norms; 1e-5 by default.</param>
    /// <param name="batchFirst">Whether the batch is axis 0; by default it is axis 1, as in PyTorch.</param>
    /// <param name="normFirst">Whether the norms stand before the branches instead of behind the sums; no by default.</param>
    /// <param name="causal">Whether a place of the sequence sees those up to itself alone; no by default, as in PyTorch, where a mask says so.</param>
    /// <param name="bias">Whether attention and linear layers add a bias; yes by default.</param>
    /// <param name="weight">What all weights are drawn from; by default as in <see cref="MultiheadAttention"/> and <see cref="Linear"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, ε is negative, or dropout is no probability.</exception>
    /// <exception cref="ArgumentException">The features are no multiple of the heads.</exception>
    public TransformerDecoderLayer(
        int embedDim, int numHeads, int feedforwardDim = 2048, double dropout = 0.1, Module? activation = null, double layerNormEpsilon = 1e-5,
        bool batchFirst = false, bool normFirst = false, bool causal = false, bool bias = true, IInitializer? weight = null)
    {
        NormFirst = normFirst;
        SelfAttention = AddChild("self_attn", new MultiheadAttention(embedDim, numHeads, dropout, bias, batchFirst: batchFirst, causal: causal, weight: weight));
        CrossAttention = AddChild("multihead_attn", new MultiheadAttention(embedDim, numHeads, dropout, bias, batchFirst: batchFirst, weight: weight));
        Linear1 = AddChild("linear1", new Linear(embedDim, feedforwardDim, bias, weight));
        Activation = AddChild("activation", activation ?? new Relu());
        Dropout = AddChild("dropout", new Dropout(dropout));
        Linear2 = AddChild("linear2", new Linear(feedforwardDim, embedDim, bias, weight));
        Norm1 = AddChild("norm1", new LayerNorm([embedDim], layerNormEpsilon));
        Norm2 = AddChild("norm2", new LayerNorm([embedDim], layerNormEpsilon));
        Norm3 = AddChild("norm3", new LayerNorm([embedDim], layerNormEpsilon));
        Dropout1 = AddChild("dropout1", new Dropout(dropout));
        Dropout2 = AddChild("dropout2", new Dropout(dropout));
        Dropout3 = AddChild("dropout3", new Dropout(dropout));
    }

    /// <summary>Whether the norms stand before the branches.</summary>
    public bool NormFirst { get; }

    /// <summary>The attention of the sequence to itself.</summary>
    public MultiheadAttention SelfAttention { get; }

    /// <summary>The attention of the sequence to the memory.</summary>
    public MultiheadAttention CrossAttention { get; }

    /// <summary>The first linear layer.</summary>
    public Linear Linear1 { get; }

    /// <summary>f.</summary>
    public Module Activation { get; }

    /// <summary>What drops of f's results.</summary>
    public Dropout Dropout { get; }

    /// <summary>The second linear layer.</summary>
    public Linear Linear2 { get; }

    /// <summary>The norm of the first branch.</summary>
    public LayerNorm Norm1 { get; }

    /// <summary>The norm of the second branch.</summary>
    public LayerNorm Norm2 { get; }

    /// <summary>The norm of the third branch.</summary>
    public LayerNorm Norm3 { get; }

    /// <summary>What drops of the first branch's result.</summary>
    public Dropout Dropout1 { get; }

    /// <summary>What drops of the second branch's result.</summary>
    public Dropout Dropout2 { get; }

    /// <summary>What drops of the third branch's result.</summary>
    public Dropout Dropout3 { get; }

    /// <summary>The block with the sequence as its own memory.</summary>
    /// <param name="x"><c>[T, N, E]</c>, with batchFirst <c>[N, T, E]</c>, or <c>[T, E]</c>.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ShapeException">The input does not fit the layer.</exception>
    public override Tensor Forward(Tensor x) => Forward(x, x);

    /// <summary>The block.</summary>
    /// <param name="target">The sequence, <c>[T, N, E]</c>, with batchFirst <c>[N, T, E]</c>, or <c>[T, E]</c>.</param>
    /// <param name="memory">What it attends to, <c>[S, N, E]</c>, with batchFirst <c>[N, S, E]</c>, or <c>[S, E]</c>.</param>
    /// <param name="targetMask">Which places of the sequence are hidden from which, <c>[T, T]</c> or <c>[N·H, T, T]</c>, bool or numbers added to the scores; none by default.</param>
    /// <param name="memoryMask">Which places of the memory are hidden from which of the sequence, <c>[T, S]</c> or <c>[N·H, T, S]</c>; none by default.</param>
    /// <param name="targetPaddingMask">Which places of the sequence are padding, <c>[N, T]</c>; none by default.</param>
    /// <param name="memoryPaddingMask">Which places of the memory are padding, <c>[N, S]</c>; none by default.</param>
    /// <param name="cache">The keys and values of the sequence's places before; none by default.</param>
    /// <returns>A tensor of the sequence's shape.</returns>
    /// <exception cref="ShapeException">The inputs do not fit the layer or each other, or the cache has no room.</exception>
    /// <exception cref="DTypeException">A mask holds whole numbers.</exception>
    /// <exception cref="GraphException">There is a cache, and a graph is recorded.</exception>
    public Tensor Forward(
        Tensor target, Tensor memory, Tensor? targetMask = null, Tensor? memoryMask = null, Tensor? targetPaddingMask = null, Tensor? memoryPaddingMask = null,
        KeyValueCache? cache = null)
    {
        Tensor Itself(Tensor x) => Dropout1.Call(SelfAttention.Locating(() => SelfAttention.Forward(x, x, x, targetMask, targetPaddingMask, cache)));
        Tensor Memory(Tensor x) => Dropout2.Call(CrossAttention.Locating(() => CrossAttention.Forward(x, memory, memory, memoryMask, memoryPaddingMask)));
        Tensor Feed(Tensor x) => Dropout3.Call(Linear2.Call(Dropout.Call(Activation.Call(Linear1.Call(x)))));
        Tensor x = target;
        if (NormFirst)
        {
            x += Itself(Norm1.Call(x));
            x += Memory(Norm2.Call(x));
            return x + Feed(Norm3.Call(x));
        }
        x = Norm1.Call(x + Itself(x));
        x = Norm2.Call(x + Memory(x));
        return Norm3.Call(x + Feed(x));
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => SelfAttention.CallShape(input);

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) =>
        SelfAttention.MultiplyAdds(input) + CrossAttention.MultiplyAdds(input) + Linear1.MultiplyAdds(input) + Linear2.MultiplyAdds(Linear1.OutputShape(input));

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        foreach (bool first in (bool[])[false, true])
        {
            var layer = new TransformerDecoderLayer(4, 2, 3, dropout: 0, activation: new Gelu(), normFirst: first, causal: first);
            layer.Cast(DType.Float64);
            yield return new(nameof(TransformerDecoderLayer), x => layer.Forward(x[0], x[1]), Sample.Point(random, [2, 2, 4]), Sample.Point(random, [3, 2, 4]));
        }
        yield return new TransformerDecoderLayer(4, 1, 3, dropout: 0, activation: new Tanh(), batchFirst: true).At(Sample.Point(random, [2, 3, 4]));
    }
}
