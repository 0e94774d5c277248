namespace Nabla.Layers;

/// <summary>Puts together all that hides keys from queries, for scores <c>[N, H, T, S]</c>.</summary>
/// <param name="Batch">N.</param>
/// <param name="Heads">H.</param>
/// <param name="Queries">T.</param>
/// <param name="Keys">S, without keys that the layer adds.</param>
/// <param name="Type">The scores' type.</param>
internal readonly record struct AttentionMasks(int Batch, int Heads, int Queries, int Keys, DType Type)
{
    /// <summary>One mask of two or four axes that broadcasts to <c>[N, H, T, S + added]</c> (bool where all are, else added to the scores), or null.</summary>
    /// <param name="mask"><c>[T, S]</c> or <c>[N·H, T, S]</c>.</param>
    /// <param name="padding"><c>[N, S]</c>.</param>
    /// <param name="causal">Whether later keys are hidden too.</param>
    /// <param name="alibi">Whether scores fall with the distance.</param>
    /// <param name="added">Keys behind the others, which every query sees.</param>
    public Tensor? Combine(Tensor? mask, Tensor? padding, bool causal, bool alibi, int added)
    {
        Tensor? all = mask is null ? null : OfScores(mask);
        if (padding is not null) all = Both(all, OfKeys(padding));
        if (causal) all = Both(all, AttentionExtensions.Later(Queries, Keys));
        if (alibi) all = Both(all, AlibiExtensions.Bias(Heads, Queries, Keys, Type).Unsqueeze(0));
        return all is null || added == 0 ? all : all.Cast(all.DType == DType.Bool ? DType.UInt8 : all.DType).Pad(-1, 0, added).Cast(all.DType);
    }

    Tensor OfScores(Tensor mask)
    {
        CheckType("mask", mask);
        if (mask.Shape == new Shape([Queries, Keys])) return mask;
        if (mask.Shape == new Shape([Batch * Heads, Queries, Keys])) return mask.Reshape([Batch, Heads, Queries, Keys]);
        throw new ShapeException($"MultiheadAttention: cannot use a mask {mask.Shape}: [{Queries}, {Keys}] or [{Batch * Heads}, {Queries}, {Keys}] (batch·heads, queries, keys) is expected.", mask.Shape);
    }

    Tensor OfKeys(Tensor padding)
    {
        CheckType("key padding mask", padding);
        return padding.Shape == new Shape([Batch, Keys])
            ? padding.Reshape([Batch, 1, 1, Keys])
            : throw new ShapeException($"MultiheadAttention: cannot use a key padding mask {padding.Shape}: [{Batch}, {Keys}] (batch, keys) is expected.", padding.Shape);
    }

    Tensor Both(Tensor? a, Tensor b)
    {
        if (a is null) return b;
        return a.DType == DType.Bool && b.DType == DType.Bool ? a | b : Additive(a) + Additive(b);
    }

    Tensor Additive(Tensor mask) => mask.DType == DType.Bool
        ? Tensor.Where(mask, Tensor.Scalar(double.NegativeInfinity, Type), Tensor.Scalar(0, Type))
        : mask.Cast(Type);

    static void CheckType(string what, Tensor mask)
    {
        if (mask.DType != DType.Bool && !mask.DType.IsFloatingPoint)
            throw new DTypeException($"MultiheadAttention: cannot use a {what} of {mask.DType.Name}: a mask is bool (true hides a key) or floating point (added to the scores).");
    }
}
