namespace Nabla.Operations;

/// <summary>The derivative of attention in tensor operations, which have derivatives themselves.</summary>
internal static class AttentionGradient
{
    /// <summary>What a gradient at y means for the query (0), the key (1) or the value (2), before an undone broadcast is summed.</summary>
    public static Tensor Of(int input, Tensor q, Tensor k, Tensor v, Tensor? mask, Tensor? factors, bool causal, double scale, Tensor dy)
    {
        Tensor p = AttentionExtensions.Weights(q, k, mask, causal, scale);
        if (input == 2) return (factors is null ? p : p * factors).Transpose().MatMul(dy);
        Tensor dp = dy.MatMul(v.Transpose());
        if (factors is not null) dp *= factors;
        Tensor ds = p * (dp - (p * dp).Sum(-1, keepAxes: true)) * scale;
        return input == 0 ? ds.MatMul(k) : ds.Transpose().MatMul(q);
    }
}
