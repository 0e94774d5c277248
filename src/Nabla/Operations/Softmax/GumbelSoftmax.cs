using Nabla.Operations;

namespace Nabla;

/// <summary>Softmax of smallness, and of chance: composites.</summary>
public static class GumbelSoftmaxExtensions
{
    extension(Tensor x)
    {
        /// <summary>e⁻ˣ / Σ e⁻ˣ along an axis: small elements get the weight.</summary>
        /// <param name="axis">The axis over which the results sum to 1; the last unless given.</param>
        /// <returns>A tensor of the same shape.</returns>
        /// <exception cref="IndexException">There is no such axis.</exception>
        public Tensor Softmin(int axis = -1) => (-x).Softmax(axis);

        /// <summary>A draw from the categories that logits describe, soft enough to be differentiated.</summary>
        /// <param name="random">Where the chance comes from.</param>
        /// <param name="temperature">τ &gt; 0: small is nearly one-hot, large nearly even; 1 unless given.</param>
        /// <param name="hard">Whether the value is one-hot while the gradient is the soft one's (straight through).</param>
        /// <param name="axis">The axis of the categories; the last unless given.</param>
        /// <returns>A tensor of the same shape.</returns>
        /// <exception cref="IndexException">There is no such axis.</exception>
        /// <remarks>y = softmax((x + g)/τ) with g = −ln(−ln u), u even in (0, 1). Jang, Gu, Poole 2016, arXiv:1611.01144.</remarks>
        public Tensor GumbelSoftmax(RandomStream random, double temperature = 1, bool hard = false, int axis = -1)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(temperature);
            axis = x.Shape.Axis(axis, "GumbelSoftmax");
            // 1 − u lies in (0, 1], so its logarithm is finite; one that is 0 is moved to the smallest step.
            Tensor exponential = (-(1 - random.Uniform(x.Shape, type: DType.Float64)).Log()).Clamp(1e-16, double.PositiveInfinity);
            Tensor gumbel = -exponential.Log().Cast(x.DType.IsFloatingPoint ? x.DType : DType.Float32);
            Tensor soft = ((x + gumbel) / temperature).Softmax(axis);
            if (!hard) return soft;
            Tensor places = Tensor.Zeros(x.Shape, soft.DType).ScatterAdd(axis, soft.ArgMax(axis, keepAxis: true), Tensor.Ones(x.Shape.With(axis, 1), soft.DType));
            return places - soft.Detach() + soft;
        }
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        Tensor x = Sample.Point(random, [3, 4]);
        yield return new("Softmin", t => t[0].Softmin(), x);
        yield return new("GumbelSoftmax", t => t[0].GumbelSoftmax(new RandomStream(1), 0.7), x);
    }
}
