namespace Nabla;

/// <summary>Attention with linear biases.</summary>
public static class AlibiExtensions
{
    extension(Tensor)
    {
        /// <summary>What ALiBi adds to scores: a slope for each head times the distance of query and key.</summary>
        /// <param name="heads">H, the number of heads, ≥ 1.</param>
        /// <param name="queries">T, the number of queries; the last one stands where the last key does.</param>
        /// <param name="keys">S, the number of keys.</param>
        /// <param name="type">float32 or float64; float32 unless given.</param>
        /// <returns><c>[H, T, S]</c>: −m·|i + S − T − j| with m = 2^(−8h/H) for head h = 1…H; it has no gradient.</returns>
        /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
        /// <remarks>
        /// Where H is no power of two, the slopes of the next smaller one come first, then every second slope of twice as many heads, as in
        /// the authors' program. O. Press, N. Smith, M. Lewis, "Train short, test long", 2021, arXiv:2108.12409.
        /// </remarks>
        public static Tensor AlibiBias(int heads, int queries, int keys, DType type = DType.Float32)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
            ArgumentOutOfRangeException.ThrowIfNegative(queries);
            ArgumentOutOfRangeException.ThrowIfNegative(keys);
            return Bias(heads, queries, keys, type);
        }
    }

    internal static Tensor Bias(int heads, int queries, int keys, DType type)
    {
        var slopes = new double[heads];
        int whole = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)heads + 1) / 2;
        for (int h = 0; h < heads; h++) slopes[h] = h < whole ? Math.Pow(2, -8.0 * (h + 1) / whole) : Math.Pow(2, -8.0 * (2 * (h - whole) + 1) / (2 * whole));
        Tensor distance = (Tensor.Range(keys - queries, keys, type: DType.Float64).Unsqueeze(-1) - Tensor.Range(0, keys, type: DType.Float64)).Abs();
        return (-Tensor.Wrap(slopes, [heads, 1, 1]) * distance).Cast(type);
    }
}
