using Nabla.Operations;

namespace Nabla;

/// <summary>Scaled dot-product attention.</summary>
public static class AttentionExtensions
{
    extension(Tensor query)
    {
        /// <summary>For each query, the mean of the values, weighted by how well their keys fit it.</summary>
        /// <param name="key">The keys, <c>[…, S, D]</c>.</param>
        /// <param name="value">The values, <c>[…, S, Dv]</c>.</param>
        /// <param name="mask">
        /// What broadcasts to <c>[…, T, S]</c>: bool, true where a key is hidden from a query (as in PyTorch 1.13's layers), or numbers that
        /// are added to the scores, −∞ to hide; none by default.
        /// </param>
        /// <param name="causal">Whether query i sees the keys up to i + S − T alone: the last query sees all of them; no by default.</param>
        /// <param name="scale">What the products are multiplied by; 1/√D by default.</param>
        /// <param name="dropout">The probability that a weight is set to 0, the others being divided by 1 − dropout; 0 by default.</param>
        /// <param name="random">Where dropout's chance comes from; needed where <paramref name="dropout"/> is above 0.</param>
        /// <returns><c>[…, T, Dv]</c> for queries <c>[…, T, D]</c>, leading axes broadcast.</returns>
        /// <exception cref="ShapeException">The shapes do not fit each other.</exception>
        /// <exception cref="DTypeException">The mask holds whole numbers.</exception>
        /// <exception cref="ArgumentOutOfRangeException"><paramref name="dropout"/> is no probability.</exception>
        /// <exception cref="ArgumentNullException">There is dropout and no <paramref name="random"/>.</exception>
        /// <remarks>
        /// <para>y = P·V with P = softmax(Q·Kᵀ·scale + mask) over the keys. A query from which every key is hidden gets 0 and gives no
        /// gradient (PyTorch: NaN). ∂L/∂V = Pᵀ·dy; ∂L/∂S = P∘(dP − rowsum(P∘dP)) with dP = dy·Vᵀ; ∂L/∂Q = ∂L/∂S·K·scale, ∂L/∂K = ∂L/∂Sᵀ·Q·scale.</para>
        /// <para>A. Vaswani and others, "Attention is all you need", 2017, arXiv:1706.03762, section 3.2.1.</para>
        /// </remarks>
        public Tensor Attention(
            Tensor key, Tensor value, Tensor? mask = null, bool causal = false, double? scale = null, double dropout = 0, RandomStream? random = null)
        {
            AttentionShapes shapes = AttentionShapes.Of("Attention", query.Shape, key.Shape, value.Shape, mask);
            DType type = DType.Promote(DType.Promote(DType.Promote(query.DType, key.DType), value.DType), DType.Float32);
            Tensor q = query.Cast(type), k = key.Cast(type), v = value.Cast(type);
            Tensor? factors = Kept(shapes.Scores, type, dropout, random);
            double factor = scale ?? 1 / Math.Sqrt(shapes.Features);
            if (mask is { RequiresGrad: true } || shapes.Output.ElementCount == 0 || shapes.Keys == 0 || shapes.Features == 0) return Define(q, k, v, mask is null || mask.DType == DType.Bool ? mask : mask.Cast(type), factors, causal, factor);
            return new Attention(mask is null ? null : Rows(mask, shapes.Keys, type), factors, causal, factor).Of(q, k, v);
        }

        /// <summary>The attention of sequences to themselves, from queries, keys and values that lie side by side: what one projection of all three gives.</summary>
        /// <param name="heads">H; the tensor is <c>[N, T, 3·H·d]</c>: queries, keys, values, each head by head.</param>
        /// <param name="mask">What broadcasts to <c>[N, H, T, T]</c>: bool, true where a key is hidden, or numbers that are added to the scores; none by default.</param>
        /// <param name="causal">Whether a place sees those up to itself alone; no by default.</param>
        /// <param name="dropout">The probability that a weight is set to 0; 0 by default.</param>
        /// <param name="random">Where dropout's chance comes from.</param>
        /// <returns><c>[N, T, H·d]</c>, the heads side by side.</returns>
        internal Tensor SelfAttention(int heads, Tensor? mask, bool causal, double dropout, RandomStream? random)
        {
            (int batch, int places, int size) = (query.Shape[0], query.Shape[1], query.Shape[2] / (3 * heads));
            Shape split = [batch, heads, places, size];
            AttentionShapes shapes = AttentionShapes.Of("Attention", split, split, split, mask);
            Tensor? factors = Kept(shapes.Scores, query.DType, dropout, random);
            double scale = 1 / Math.Sqrt(size);
            if (mask is not { RequiresGrad: true } && shapes.Output.ElementCount > 0)
                return new SelfAttention(heads, mask is null ? null : Rows(mask, places, query.DType), factors, causal, scale).Of(query);
            Tensor Part(int i) => Operations.SelfAttention.Heads(query, heads, i);
            return Operations.SelfAttention.Joined(Define(Part(0), Part(1), Part(2), mask, factors, causal, scale));
        }

        /// <summary>How much each query attends to each key: what <c>Attention</c> weighs the values with.</summary>
        /// <param name="key">The keys, <c>[…, S, D]</c>.</param>
        /// <param name="mask">What broadcasts to <c>[…, T, S]</c>: bool, true where a key is hidden, or numbers that are added to the scores; none by default.</param>
        /// <param name="causal">Whether query i sees the keys up to i + S − T alone; no by default.</param>
        /// <param name="scale">What the products are multiplied by; 1/√D by default.</param>
        /// <returns>P, <c>[…, T, S]</c>: rows that sum to 1, or to 0 where every key is hidden.</returns>
        /// <exception cref="ShapeException">The shapes do not fit each other.</exception>
        /// <exception cref="DTypeException">The mask holds whole numbers.</exception>
        /// <remarks>P = softmax(Q·Kᵀ·scale + mask) over the keys, computed from the distance to a row's largest score.</remarks>
        public Tensor AttentionWeights(Tensor key, Tensor? mask = null, bool causal = false, double? scale = null)
        {
            AttentionShapes shapes = AttentionShapes.Of("AttentionWeights", query.Shape, key.Shape, key.Shape, mask);
            return Weights(query, key, mask, causal, scale ?? 1 / Math.Sqrt(shapes.Features));
        }
    }

    /// <summary>What dropout multiplies weights by, or null where nothing is dropped.</summary>
    static Tensor? Kept(in Shape scores, DType type, double dropout, RandomStream? random)
    {
        if (!(dropout is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(dropout), dropout, FormattableString.Invariant($"Attention: cannot drop with probability {dropout}: it is between 0 and 1."));
        if (dropout == 0) return null;
        ArgumentNullException.ThrowIfNull(random);
        return (random.Uniform(scores, type: type) >= dropout).Cast(type) * (dropout < 1 ? 1 / (1 - dropout) : 0);
    }

    /// <summary>The definition.</summary>
    internal static Tensor Define(Tensor query, Tensor key, Tensor value, Tensor? mask, Tensor? factors, bool causal, double scale)
    {
        Tensor weights = Weights(query, key, mask, causal, scale);
        return (factors is null ? weights : weights * factors).MatMul(value);
    }

    /// <summary>A mask that is added to the scores, each row side by side in memory.</summary>
    static Tensor Rows(Tensor mask, int keys, DType type)
    {
        using var constant = new NoGrad();
        Tensor added = mask.DType == DType.Bool
            ? Tensor.Where(mask, Tensor.Scalar(double.NegativeInfinity, type), Tensor.Scalar(0, type))
            : mask.Cast(type);
        if (added.Rank < 2) added = added.Reshape(added.Rank == 0 ? [1, 1] : [1, added.Shape[0]]);
        return added.Expand(added.Shape.With(-1, keys)).Contiguous();
    }

    /// <summary>The definition of the weights.</summary>
    internal static Tensor Weights(Tensor query, Tensor key, Tensor? mask, bool causal, double scale)
    {
        Tensor scores = (query * scale).MatMul(key.Transpose());
        if (mask is not null) scores = mask.DType == DType.Bool ? scores.MaskedFill(mask, double.NegativeInfinity) : scores + mask;
        if (causal) scores = scores.MaskedFill(Later(scores.Shape[^2], scores.Shape[^1]), double.NegativeInfinity);
        if (scores.Shape[^1] == 0) return scores;
        Tensor largest = scores.Detach().Max(-1, keepAxes: true);
        Tensor e = (scores - Tensor.Where(largest.IsFinite(), largest, Tensor.Scalar(0, scores.DType))).Exp();
        Tensor sum = e.Sum(-1, keepAxes: true);
        return e / Tensor.Where(sum.EqualTo(0), Tensor.Scalar(1, sum.DType), sum);
    }

    /// <summary>Where a key comes after a query, <c>[queries, keys]</c>, the last of both being of one time.</summary>
    internal static Tensor Later(int queries, int keys) =>
        Tensor.Range(0, keys, type: DType.Int64) > Tensor.Range(keys - queries, keys, type: DType.Int64).Unsqueeze(-1);

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        Tensor Draw(params ReadOnlySpan<int> sizes) => Sample.Point(random, new Shape(sizes));
        Tensor hidden = Tensor.From(new[,] { { false, true, false }, { false, false, false }, { true, true, true } });
        yield return new("Attention", x => x[0].Attention(x[1], x[2]), Draw(2, 2, 2, 3), Draw(2, 2, 4, 3), Draw(2, 2, 4, 2));
        yield return new("Attention", x => x[0].Attention(x[1], x[2], causal: true), Draw(2, 3, 2), Draw(2, 3, 2), Draw(2, 3, 2));
        yield return new("Attention", x => x[0].Attention(x[1], x[2], hidden, scale: 0.5), Draw(2, 3, 2), Draw(3, 2), Draw(1, 3, 3));
        yield return new("Attention", x => x[0].Attention(x[1], x[2], x[3], causal: true), Draw(2, 2, 2), Draw(2, 3, 2), Draw(2, 3, 2), Draw(2, 1, 3));
        yield return new("Attention", x => x[0].Attention(x[1], x[2], dropout: 0.4, random: new RandomStream(3)), Draw(2, 3, 2), Draw(2, 3, 2), Draw(2, 3, 2));
        yield return new("Attention", x => x[0].Attention(x[0], x[0]), Draw(3, 2));
        yield return new("AttentionWeights", x => x[0].AttentionWeights(x[1], hidden, causal: true), Draw(2, 3, 2), Draw(2, 3, 2));
        yield return new("AttentionWeights", x => x[0].AttentionWeights(x[1], x[2], scale: 0.7), Draw(2, 2, 2), Draw(2, 3, 2), Draw(2, 3));
    }
}
