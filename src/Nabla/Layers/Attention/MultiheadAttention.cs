using Nabla.Initializers;
using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>Attention in several heads: projections of queries, keys and values attend head by head, and a last projection joins them.</summary>
/// <remarks>
/// <para>
/// y = concat(head₁, …)·Woᵀ + bo, headᵢ = softmax(Qᵢ·Kᵢᵀ/√d + mask)·Vᵢ, d = embedDim/numHeads. Inputs are <c>[T, N, E]</c>, with
/// batchFirst <c>[N, T, E]</c>, or <c>[T, E]</c> without a batch. Parameters have PyTorch's names, shapes and first values. A query from
/// which every key is hidden gets 0 (PyTorch: NaN) before the last projection.
/// </para>
/// <para>
/// Beyond PyTorch 1.13: a causal layer, fewer key and value heads than query heads (J. Ainslie and others, "GQA", 2023, arXiv:2305.13245), rotary
/// positions, ALiBi, and a cache for decoding place by place. A. Vaswani and others, "Attention is all you need", 2017, arXiv:1706.03762, section 3.2.2.
/// </para>
/// </remarks>
public sealed partial class MultiheadAttention : Module
{
    /// <summary>The layer.</summary>
    /// <param name="embedDim">E, the features of queries and of the result; a multiple of <paramref name="numHeads"/>.</param>
    /// <param name="numHeads">H, the number of heads, ≥ 1.</param>
    /// <param name="dropout">The probability that an attention weight is dropped in training; 0 by default.</param>
    /// <param name="bias">Whether the projections add a bias; yes by default.</param>
    /// <param name="addBiasKv">Whether a trained key and value are put behind the others; no by default.</param>
    /// <param name="addZeroAttn">Whether a key and value of zeros are put behind the others; no by default.</param>
    /// <param name="kdim">The features of keys; E by default.</param>
    /// <param name="vdim">The features of values; E by default.</param>
    /// <param name="batchFirst">Whether the batch is axis 0; by default it is axis 1, as in PyTorch.</param>
    /// <param name="causal">Whether query i sees the keys up to i + S − T alone; no by default.</param>
    /// <param name="numKeyValueHeads">The heads of keys and values, a divisor of H, each shared by H/numKeyValueHeads query heads; H by default.</param>
    /// <param name="rotary">What turns queries and keys by their places; none by default.</param>
    /// <param name="alibi">Whether scores fall with the distance, by a slope for each head (O. Press and others, 2021, arXiv:2108.12409); no by default.</param>
    /// <param name="weight">What the projections' weights are drawn from; by default Xavier uniform, and Kaiming uniform for the last one.</param>
    /// <param name="outWeight">What the last projection's weight is drawn from; <paramref name="weight"/> by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or dropout is no probability.</exception>
    /// <exception cref="ArgumentException">The features are no multiple of the heads, or the heads no multiple of those of keys and values.</exception>
    public MultiheadAttention(
        int embedDim, int numHeads, double dropout = 0, bool bias = true, bool addBiasKv = false, bool addZeroAttn = false, int? kdim = null, int? vdim = null,
        bool batchFirst = false, bool causal = false, int? numKeyValueHeads = null, RotaryEmbedding? rotary = null, bool alibi = false,
        IInitializer? weight = null, IInitializer? outWeight = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(embedDim, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(numHeads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(kdim ?? 1, 1, nameof(kdim));
        ArgumentOutOfRangeException.ThrowIfLessThan(vdim ?? 1, 1, nameof(vdim));
        ArgumentOutOfRangeException.ThrowIfLessThan(numKeyValueHeads ?? 1, 1, nameof(numKeyValueHeads));
        if (embedDim % numHeads != 0)
            throw new ArgumentException($"MultiheadAttention: cannot divide {embedDim} features among {numHeads} heads: {embedDim} is no multiple of {numHeads}.", nameof(numHeads));
        if (numHeads % (numKeyValueHeads ?? 1) != 0)
            throw new ArgumentException($"MultiheadAttention: cannot share {numKeyValueHeads} key and value heads among {numHeads} heads: {numHeads} is no multiple of {numKeyValueHeads}.", nameof(numKeyValueHeads));
        (EmbedDim, NumHeads, KeyDim, ValueDim, NumKeyValueHeads) = (embedDim, numHeads, kdim ?? embedDim, vdim ?? embedDim, numKeyValueHeads ?? numHeads);
        (BatchFirst, Causal, Alibi, AddZeroAttn) = (batchFirst, causal, alibi, addZeroAttn);
        IInitializer inner = weight ?? new XavierUniform();
        if (KeyDim == embedDim && ValueDim == embedDim) InProjWeight = AddParameter("in_proj_weight", [embedDim + 2 * KeyValueWidth, embedDim], inner);
        else
        {
            QProjWeight = AddParameter("q_proj_weight", [embedDim, embedDim], inner);
            KProjWeight = AddParameter("k_proj_weight", [KeyValueWidth, KeyDim], inner);
            VProjWeight = AddParameter("v_proj_weight", [KeyValueWidth, ValueDim], inner);
        }
        if (bias) InProjBias = AddParameter("in_proj_bias", [embedDim + 2 * KeyValueWidth], new Zeros());
        OutProj = AddChild("out_proj", new Linear(embedDim, embedDim, bias, outWeight ?? weight, new Zeros()));
        if (addBiasKv)
        {
            BiasK = AddParameter("bias_k", [1, 1, KeyValueWidth], new XavierNormal());
            BiasV = AddParameter("bias_v", [1, 1, KeyValueWidth], new XavierNormal());
        }
        Dropout = AddChild("dropout", new Dropout(dropout));
        if (rotary is not null) Rotary = AddChild("rotary", rotary);
    }

    /// <summary>E, the features of queries and of the result.</summary>
    public int EmbedDim { get; }

    /// <summary>H, the number of heads.</summary>
    public int NumHeads { get; }

    /// <summary>d, the features of a head: E/H.</summary>
    public int HeadDim => EmbedDim / NumHeads;

    /// <summary>The heads of keys and values.</summary>
    public int NumKeyValueHeads { get; }

    /// <summary>The features of keys.</summary>
    public int KeyDim { get; }

    /// <summary>The features of values.</summary>
    public int ValueDim { get; }

    /// <summary>Whether the batch is axis 0; else it is axis 1.</summary>
    public bool BatchFirst { get; }

    /// <summary>Whether query i sees the keys up to i + S − T alone.</summary>
    public bool Causal { get; }

    /// <summary>Whether scores fall with the distance.</summary>
    public bool Alibi { get; }

    /// <summary>Whether a key and value of zeros are put behind the others.</summary>
    public bool AddZeroAttn { get; }

    /// <summary>The weights of the projections of queries, keys and values one below the other, <c>[E + 2·keyValueWidth, E]</c>; null where keys or values have sizes of their own.</summary>
    public Parameter? InProjWeight { get; }

    /// <summary>The weight of the queries' projection, <c>[E, E]</c>, or null.</summary>
    public Parameter? QProjWeight { get; }

    /// <summary>The weight of the keys' projection, <c>[keyValueWidth, kdim]</c>, or null.</summary>
    public Parameter? KProjWeight { get; }

    /// <summary>The weight of the values' projection, <c>[keyValueWidth, vdim]</c>, or null.</summary>
    public Parameter? VProjWeight { get; }

    /// <summary>The biases of the three projections, <c>[E + 2·keyValueWidth]</c>, or null.</summary>
    public Parameter? InProjBias { get; }

    /// <summary>The last projection.</summary>
    public Linear OutProj { get; }

    /// <summary>The trained key behind the others, <c>[1, 1, keyValueWidth]</c>, or null.</summary>
    public Parameter? BiasK { get; }

    /// <summary>The trained value behind the others, <c>[1, 1, keyValueWidth]</c>, or null.</summary>
    public Parameter? BiasV { get; }

    /// <summary>What drops attention weights in training.</summary>
    public Dropout Dropout { get; }

    /// <summary>What turns queries and keys by their places, or null.</summary>
    public RotaryEmbedding? Rotary { get; }

    /// <summary>Attention of a sequence to itself.</summary>
    /// <param name="x"><c>[T, N, E]</c>, with batchFirst <c>[N, T, E]</c>, or <c>[T, E]</c>.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ShapeException">The input does not fit the layer.</exception>
    public override Tensor Forward(Tensor x) => Forward(x, x, x);

    /// <summary>Attention of queries to keys and their values.</summary>
    /// <param name="query"><c>[T, N, E]</c>, with batchFirst <c>[N, T, E]</c>, or <c>[T, E]</c>.</param>
    /// <param name="key"><c>[S, N, kdim]</c>, with batchFirst <c>[N, S, kdim]</c>, or <c>[S, kdim]</c>.</param>
    /// <param name="value"><c>[S, N, vdim]</c>, with batchFirst <c>[N, S, vdim]</c>, or <c>[S, vdim]</c>.</param>
    /// <param name="mask"><c>[T, S]</c> or <c>[N·H, T, S]</c>: bool, true where a key is hidden from a query, or numbers added to the scores; none by default.</param>
    /// <param name="keyPaddingMask"><c>[N, S]</c>, or <c>[S]</c> without a batch: bool, true where a key is padding, or numbers added to the scores; none by default.</param>
    /// <param name="cache">The keys and values of the places before, to which these are appended; none by default. S counts all of them.</param>
    /// <returns>A tensor of the queries' shape.</returns>
    /// <exception cref="ShapeException">The inputs do not fit the layer or each other, or the cache has no room.</exception>
    /// <exception cref="DTypeException">A mask holds whole numbers.</exception>
    /// <exception cref="GraphException">There is a cache, and a graph is recorded.</exception>
    public Tensor Forward(Tensor query, Tensor key, Tensor value, Tensor? mask = null, Tensor? keyPaddingMask = null, KeyValueCache? cache = null) =>
        Attend(query, key, value, mask, keyPaddingMask, cache, weights: false).Output;

    /// <summary>Attention of queries to keys and their values, with what it weighed them by.</summary>
    /// <param name="query"><c>[T, N, E]</c>, with batchFirst <c>[N, T, E]</c>, or <c>[T, E]</c>.</param>
    /// <param name="key"><c>[S, N, kdim]</c>, with batchFirst <c>[N, S, kdim]</c>, or <c>[S, kdim]</c>.</param>
    /// <param name="value"><c>[S, N, vdim]</c>, with batchFirst <c>[N, S, vdim]</c>, or <c>[S, vdim]</c>.</param>
    /// <param name="mask"><c>[T, S]</c> or <c>[N·H, T, S]</c>: bool, true where a key is hidden from a query, or numbers added to the scores; none by default.</param>
    /// <param name="keyPaddingMask"><c>[N, S]</c>, or <c>[S]</c> without a batch: bool, true where a key is padding, or numbers added to the scores; none by default.</param>
    /// <param name="averageWeights">Whether the weights are the mean over the heads; yes by default.</param>
    /// <param name="cache">The keys and values of the places before, to which these are appended; none by default.</param>
    /// <returns>The result, and the weights after dropout, <c>[N, T, S]</c> or head by head <c>[N, H, T, S]</c>, without a batch no N; S counts added keys.</returns>
    /// <exception cref="ShapeException">The inputs do not fit the layer or each other, or the cache has no room.</exception>
    /// <exception cref="DTypeException">A mask holds whole numbers.</exception>
    /// <exception cref="GraphException">There is a cache, and a graph is recorded.</exception>
    public (Tensor Output, Tensor Weights) ForwardWithWeights(
        Tensor query, Tensor key, Tensor value, Tensor? mask = null, Tensor? keyPaddingMask = null, bool averageWeights = true, KeyValueCache? cache = null)
    {
        (Tensor output, Tensor? weights) = Attend(query, key, value, mask, keyPaddingMask, cache, weights: true);
        return (output, averageWeights ? weights!.Mean(-3) : weights!);
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (input.Rank is not (2 or 3) || input[^1] != EmbedDim)
            throw new ShapeException($"MultiheadAttention: cannot take {input}: {Expected("T", EmbedDim)} is expected.", input);
        return KeyDim == EmbedDim && ValueDim == EmbedDim
            ? input
            : throw new ShapeException($"MultiheadAttention: cannot attend from {input} to itself: keys have {KeyDim} and values {ValueDim} features, queries {EmbedDim}. Give key and value.", input);
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input)
    {
        long places = OutputShape(input)[input.Rank == 2 || !BatchFirst ? 0 : 1], batch = input.ElementCount / (places * EmbedDim);
        long keys = places + (BiasK is null ? 0 : 1) + (AddZeroAttn ? 1 : 0);
        return batch * places * (2L * EmbedDim * (EmbedDim + KeyValueWidth) + 2 * keys * EmbedDim);
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        yield return new MultiheadAttention(4, 2).At(Sample.Point(random, [3, 2, 4]));
        yield return new MultiheadAttention(4, 2, batchFirst: true, causal: true, rotary: new RotaryEmbedding()).At(Sample.Point(random, [2, 3, 4]));
        yield return new MultiheadAttention(4, 4, bias: false, numKeyValueHeads: 2, alibi: true).At(Sample.Point(random, [3, 1, 4]));
        var cross = new MultiheadAttention(4, 2, addBiasKv: true, addZeroAttn: true, kdim: 3, vdim: 2);
        cross.Cast(DType.Float64);
        Tensor padding = Tensor.From(new[,] { { false, false, true }, { false, false, false } });
        yield return new(nameof(MultiheadAttention), x => cross.Forward(x[0], x[1], x[2], keyPaddingMask: padding),
            Sample.Point(random, [2, 2, 4]), Sample.Point(random, [3, 2, 3]), Sample.Point(random, [3, 2, 2]));
        var weighing = new MultiheadAttention(4, 2, batchFirst: true);
        weighing.Cast(DType.Float64);
        yield return new(nameof(MultiheadAttention), x => weighing.ForwardWithWeights(x[0], x[0], x[0], x[1]).Weights, Sample.Point(random, [3, 4]), Sample.Point(random, [3, 3]));
    }
}
