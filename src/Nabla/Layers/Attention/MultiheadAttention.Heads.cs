namespace Nabla.Layers;

/// <summary>The formula: projections, heads, what is hidden, and the joining of heads.</summary>
public sealed partial class MultiheadAttention
{
    int KeyValueWidth => NumKeyValueHeads * HeadDim;

    /// <summary>The formula, with the batch in front while it is computed.</summary>
    (Tensor Output, Tensor? Weights) Attend(Tensor query, Tensor key, Tensor value, Tensor? mask, Tensor? padding, KeyValueCache? cache, bool weights)
    {
        Check(query.Shape, key.Shape, value.Shape);
        bool single = query.Rank == 2;
        Tensor BatchAhead(Tensor x) => single ? x.Unsqueeze(0) : BatchFirst ? x : x.Transpose(0, 1);
        bool self = ReferenceEquals(query, key) && ReferenceEquals(key, value);
        Tensor from = BatchAhead(query), to = self ? from : BatchAhead(key), of = self ? from : ReferenceEquals(key, value) ? to : BatchAhead(value);
        double dropout = Dropout.IsTraining ? Dropout.P : 0;
        if (self && !weights && cache is null && InProjWeight is not null && Rotary is null && NumKeyValueHeads == NumHeads && BiasK is null && !AddZeroAttn)
        {
            Tensor? seen = new AttentionMasks(from.Shape[0], NumHeads, from.Shape[1], from.Shape[1], from.DType).Combine(mask, single ? padding?.Unsqueeze(0) : padding, causal: false, Alibi, added: 0);
            Tensor joined = from.Linear(InProjWeight, InProjBias).SelfAttention(NumHeads, seen, Causal, dropout, dropout > 0 ? Dropout.Draw() : null);
            return (Restored(OutProj.Call(joined), single), null);
        }
        (Tensor q, Tensor k, Tensor v) = Project(from, to, of);
        (q, k, v) = (Heads(q, NumHeads), Heads(k, NumKeyValueHeads), Heads(v, NumKeyValueHeads));
        int offset = cache?.Length ?? 0;
        if (Rotary is not null) (q, k) = (Rotary.Forward(q, offset), Rotary.Forward(k, offset));
        if (cache is not null) (k, v) = cache.Append(k, v);
        int queries = q.Shape[2], keys = k.Shape[2];
        (k, v) = (Extended(k, BiasK), Extended(v, BiasV));
        bool extended = k.Shape[2] > keys, causal = Causal && !extended;
        Tensor? hidden = new AttentionMasks(q.Shape[0], NumHeads, queries, keys, q.DType)
            .Combine(mask, single ? padding?.Unsqueeze(0) : padding, Causal && extended, Alibi, k.Shape[2] - keys);
        int group = NumHeads / NumKeyValueHeads;
        if (group > 1)
        {
            (q, k, v) = (Grouped(q, group), k.Unsqueeze(2), v.Unsqueeze(2));
            hidden = hidden is null || hidden.Rank == 2 ? hidden : hidden.Shape[1] == 1 ? hidden.Unsqueeze(2) : Grouped(hidden, group);
        }
        Tensor y;
        Tensor? shares = null;
        if (weights)
        {
            shares = Dropout.Forward(q.AttentionWeights(k, hidden, causal));
            y = shares.MatMul(v);
            shares = group > 1 ? shares.Flatten(1, 2) : shares;
            if (single) shares = shares.Squeeze(0);
        }
        else y = q.Attention(k, v, hidden, causal, dropout: dropout, random: dropout > 0 ? Dropout.Draw() : null);
        y = (group > 1 ? y.Flatten(1, 2) : y).Transpose(1, 2).Flatten(2);
        return (Restored(OutProj.Call(y), single), shares);
    }

    /// <summary><c>[N, T, E]</c> in the order of axes that the layer was given.</summary>
    Tensor Restored(Tensor y, bool single) => single ? y.Squeeze(0) : BatchFirst ? y : y.Transpose(0, 1);

    (Tensor Q, Tensor K, Tensor V) Project(Tensor query, Tensor key, Tensor value)
    {
        int width = KeyValueWidth;
        if (InProjWeight is null)
            return (query.Linear(QProjWeight!, InProjBias?.Narrow(0, 0, EmbedDim)), key.Linear(KProjWeight!, InProjBias?.Narrow(0, EmbedDim, width)), value.Linear(VProjWeight!, InProjBias?.Narrow(0, EmbedDim + width, width)));
        if (ReferenceEquals(query, key) && ReferenceEquals(key, value))
        {
            Tensor all = query.Linear(InProjWeight, InProjBias);
            return (all.Narrow(-1, 0, EmbedDim), all.Narrow(-1, EmbedDim, width), all.Narrow(-1, EmbedDim + width, width));
        }
        Tensor Projected(Tensor x, int start, int count) => x.Linear(InProjWeight.Narrow(0, start, count), InProjBias?.Narrow(0, start, count));
        return (Projected(query, 0, EmbedDim), Projected(key, EmbedDim, width), Projected(value, EmbedDim + width, width));
    }

    /// <summary><c>[N, L, heads·d]</c> as <c>[N, heads, L, d]</c>.</summary>
    Tensor Heads(Tensor x, int heads) => x.Reshape([x.Shape[0], x.Shape[1], heads, HeadDim]).Transpose(1, 2);

    /// <summary><c>[N, H, …]</c> as <c>[N, H/group, group, …]</c>.</summary>
    static Tensor Grouped(Tensor x, int group) => x.Reshape([x.Shape[0], x.Shape[1] / group, group, x.Shape[2], x.Shape[3]]);

    /// <summary>Keys or values with the trained one and the zeros behind them.</summary>
    Tensor Extended(Tensor x, Parameter? bias)
    {
        Shape one = x.Shape.With(2, 1);
        if (bias is not null) x = Tensor.Cat([x, bias.Reshape([1, NumKeyValueHeads, 1, HeadDim]).Expand(one)], 2);
        return AddZeroAttn ? Tensor.Cat([x, Tensor.Zeros(one, x.DType)], 2) : x;
    }

    void Check(in Shape query, in Shape key, in Shape value)
    {
        CheckOne("queries", query, query.Rank, EmbedDim, "T");
        CheckOne("keys", key, query.Rank, KeyDim, "S");
        CheckOne("values", value, query.Rank, ValueDim, "S");
        int batch = BatchFirst ? 0 : 1, places = query.Rank == 2 || !BatchFirst ? 0 : 1;
        if (key[places] != value[places])
            throw new ShapeException($"MultiheadAttention: cannot pair keys {key} with values {value}: there are {key[places]} keys and {value[places]} values.", key, value);
        if (query.Rank == 3 && (query[batch] != key[batch] || key[batch] != value[batch]))
            throw new ShapeException($"MultiheadAttention: cannot attend from {query} to {key} and {value}: the batches have {query[batch]}, {key[batch]} and {value[batch]} sequences.", query, key, value);
    }

    void CheckOne(string what, in Shape shape, int rank, int features, string places)
    {
        if (rank is not (2 or 3) || shape.Rank != rank || shape[^1] != features)
            throw new ShapeException($"MultiheadAttention: cannot take {what} {shape}: {Expected(places, features)} is expected.", shape);
    }

    string Expected(string places, int features) => BatchFirst ? $"[N, {places}, {features}] or [{places}, {features}]" : $"[{places}, N, {features}] or [{places}, {features}]";
}
