using Nabla.Initializers;
using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>A block of a transformer: attention of a sequence to itself, then two linear layers, each with a way around it and a layer norm.</summary>
/// <remarks>
/// <para>
/// x ← norm1(x + attention(x)), y = norm2(x + linear2(f(linear1(x)))); with normFirst x ← x + attention(norm1(x)), y = x + linear2(f(linear1(norm2(x)))).
/// Each sum's branch, and what f gives, passes a dropout. With a causal attention it is the block of a decoder-only model such as GPT.
/// </para>
/// <para>Parameters have PyTorch's names and first values. A. Vaswani and others, 2017, arXiv:1706.03762; R. Xiong and others, 2020, arXiv:2002.04745 (norm first).</para>
/// </remarks>
public sealed class TransformerEncoderLayer : Module
{
    /// <summary>The layer.</summary>
    /// <param name="embedDim">E, the features of the sequence; a multiple of <paramref name="numHeads"/>.</param>
    /// <param name="numHeads">The number of heads, ≥ 1.</param>
    /// <param name="feedforwardDim">The features between the two linear layers, ≥ 1; 2,048 by default.</param>
    /// <param name="dropout">The probability of all dropouts, that of attention weights included; 0.1 by default.</param>
    /// <param name="activation">f, a layer of its own; ReLU by default.</param>
    /// <param name="layerNormEpsilon">ε of the layer norms; 1e-5 by default.</param>
    /// <param name="batchFirst">Whether the batch is axis 0; by default it is axis 1, as in PyTorch.</param>
    /// <param name="normFirst">Whether the norms stand before attention and linear layers instead of behind the sums; no by default.</param>
    /// <param name="causal">Whether a place sees those up to itself alone; no by default.</param>
    /// <param name="bias">Whether attention and linear layers add a bias; yes by default.</param>
    /// <param name="numKeyValueHeads">The heads of keys and values; as many as heads by default.</param>
    /// <param name="rotary">What turns queries and keys by their places; none by default.</param>
    /// <param name="alibi">Whether scores fall with the distance; no by default.</param>
    /// <param name="weight">What all weights are drawn from; by default as in <see cref="MultiheadAttention"/> and <see cref="Linear"/>.</param>
    /// <param name="outWeight">What the weights that end the two branches are drawn from; <paramref name="weight"/> by default.</param>
    /// <param name="firstBias">What the biases of the two linear layers are drawn from; by default as in <see cref="Linear"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, ε is negative, or dropout is no probability.</exception>
    /// <exception cref="ArgumentException">The features are no multiple of the heads, or the heads no multiple of those of keys and values.</exception>
    public TransformerEncoderLayer(
        int embedDim, int numHeads, int feedforwardDim = 2048, double dropout = 0.1, Module? activation = null, double layerNormEpsilon = 1e-5,
        bool batchFirst = false, bool normFirst = false, bool causal = false, bool bias = true, int? numKeyValueHeads = null, RotaryEmbedding? rotary = null,
        bool alibi = false, IInitializer? weight = null, IInitializer? outWeight = null, IInitializer? firstBias = null)
    {
        NormFirst = normFirst;
        SelfAttention = AddChild("self_attn", new MultiheadAttention(embedDim, numHeads, dropout, bias, batchFirst: batchFirst, causal: causal,
            numKeyValueHeads: numKeyValueHeads, rotary: rotary, alibi: alibi, weight: weight, outWeight: outWeight));
        Linear1 = AddChild("linear1", new Linear(embedDim, feedforwardDim, bias, weight, firstBias));
        Activation = AddChild("activation", activation ?? new Relu());
        Dropout = AddChild("dropout", new Dropout(dropout));
        Linear2 = AddChild("linear2", new Linear(feedforwardDim, embedDim, bias, outWeight ?? weight, firstBias));
        Norm1 = AddChild("norm1", new LayerNorm([embedDim], layerNormEpsilon));
        Norm2 = AddChild("norm2", new LayerNorm([embedDim], layerNormEpsilon));
        Dropout1 = AddChild("dropout1", new Dropout(dropout));
        Dropout2 = AddChild("dropout2", new Dropout(dropout));
    }

    /// <summary>Whether the norms stand before attention and linear layers.</summary>
    public bool NormFirst { get; }

    /// <summary>The attention of the sequence to itself.</summary>
    public MultiheadAttention SelfAttention { get; }

    /// <summary>The first linear layer.</summary>
    public Linear Linear1 { get; }

    /// <summary>f.</summary>
    public Module Activation { get; }

    /// <summary>What drops of f's results.</summary>
    public Dropout Dropout { get; }

    /// <summary>The second linear layer.</summary>
    public Linear Linear2 { get; }

    /// <summary>The norm of the attention's branch.</summary>
    public LayerNorm Norm1 { get; }

    /// <summary>The norm of the linear layers' branch.</summary>
    public LayerNorm Norm2 { get; }

    /// <summary>What drops of the attention's result.</summary>
    public Dropout Dropout1 { get; }

    /// <summary>What drops of the linear layers' result.</summary>
    public Dropout Dropout2 { get; }

    /// <summary>The block.</summary>
    /// <param name="x"><c>[T, N, E]</c>, with batchFirst <c>[N, T, E]</c>, or <c>[T, E]</c>.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ShapeException">The input does not fit the layer.</exception>
    public override Tensor Forward(Tensor x) => Forward(x, null);

    /// <summary>The block, with keys hidden, or place by place.</summary>
    /// <param name="x"><c>[T, N, E]</c>, with batchFirst <c>[N, T, E]</c>, or <c>[T, E]</c>.</param>
    /// <param name="mask"><c>[T, T]</c> or <c>[N·H, T, T]</c>: bool, true where a key is hidden from a query, or numbers added to the scores.</param>
    /// <param name="keyPaddingMask"><c>[N, T]</c>: bool, true where a place is padding, or numbers added to the scores; none by default.</param>
    /// <param name="cache">The keys and values of the places before; none by default.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ShapeException">The inputs do not fit the layer or each other, or the cache has no room.</exception>
    /// <exception cref="DTypeException">A mask holds whole numbers.</exception>
    /// <exception cref="GraphException">There is a cache, and a graph is recorded.</exception>
    public Tensor Forward(Tensor x, Tensor? mask, Tensor? keyPaddingMask = null, KeyValueCache? cache = null)
    {
        Tensor Attend(Tensor x) => Dropout1.Call(SelfAttention.Locating((SelfAttention, x, mask, keyPaddingMask, cache), static o => o.SelfAttention.Forward(o.x, o.x, o.x, o.mask, o.keyPaddingMask, o.cache)));
        Tensor Feed(Tensor x) => Dropout2.Call(Linear2.Call(Dropout.Call(Activation.Call(Linear1.Call(x)))));
        if (NormFirst)
        {
            x += Attend(Norm1.Call(x));
            return x + Feed(Norm2.Call(x));
        }
        x = Norm1.Call(x + Attend(x));
        return Norm2.Call(x + Feed(x));
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => SelfAttention.CallShape(input);

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) =>
        SelfAttention.MultiplyAdds(input) + Linear1.MultiplyAdds(input) + Linear2.MultiplyAdds(Linear1.OutputShape(input));

    /// <inheritdoc/>
    /// <remarks>Where attention is causal and the batch's axis stands first: the keys and values of the places so far are kept.</remarks>
    public override Func<Tensor, Tensor>? BeginSequence(int capacity)
    {
        if (!SelfAttention.Causal || !SelfAttention.BatchFirst) return null;
        var cache = new KeyValueCache(capacity);
        return x => Locating(() => Forward(x, null, null, cache));
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        yield return new TransformerEncoderLayer(4, 2, 3, dropout: 0, activation: new Gelu()).At(Sample.Point(random, [3, 2, 4]));
        yield return new TransformerEncoderLayer(4, 2, 3, dropout: 0, activation: new Tanh(), batchFirst: true, normFirst: true, causal: true).At(Sample.Point(random, [2, 3, 4]));
    }
}
