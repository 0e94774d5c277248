using Nabla.Operations;

namespace Nabla;

/// <summary>Norms: composites of absolute values, powers and sums.</summary>
public static class NormExtensions
{
    extension(Tensor x)
    {
        /// <summary>The p-norm over axes: (Σ|x|ᵖ)^(1/p).</summary>
        /// <param name="p">The order: 2 unless given; ∞ is the largest and −∞ the smallest magnitude, 0 counts what is not 0.</param>
        /// <param name="axes">The axes to fold, all unless given.</param>
        /// <param name="keepAxes">Whether they stay, with size 1.</param>
        /// <returns>A tensor without the axes.</returns>
        /// <exception cref="IndexException">There is no such axis.</exception>
        /// <remarks>
        /// A norm for p ≥ 1. The gradient at 0, where a norm has a kink, is 0. For p = ±∞ it is shared equally among equal magnitudes.
        /// For 0 &lt; p &lt; 1 the triangle inequality fails with the root; <c>PowerSum</c>, without it, is a metric.
        /// </remarks>
        public Tensor Norm(double p = 2, Axes axes = default, bool keepAxes = false)
        {
            if (double.IsPositiveInfinity(p)) return x.Abs().Max(axes, keepAxes);
            if (double.IsNegativeInfinity(p)) return x.Abs().Min(axes, keepAxes);
            if (p == 1) return x.Abs().Sum(axes, keepAxes);
            Tensor sum = x.PowerSum(p, axes, keepAxes);
            if (p == 0) return sum;
            Tensor isZero = sum.EqualTo(0);
            return sum.MaskedFill(isZero, 1).Pow(1 / p).MaskedFill(isZero, 0);
        }

        /// <summary>Σ|x|ᵖ over axes, without a root: for 0 &lt; p &lt; 1 the metric Σ|xᵢ − yᵢ|ᵖ of a difference.</summary>
        /// <param name="p">The power; 0 counts what is not 0.</param>
        /// <param name="axes">The axes to fold, all unless given.</param>
        /// <param name="keepAxes">Whether they stay, with size 1.</param>
        /// <returns>A tensor without the axes.</returns>
        /// <exception cref="IndexException">There is no such axis.</exception>
        /// <remarks>The gradient of an element that is 0 is 0.</remarks>
        public Tensor PowerSum(double p, Axes axes = default, bool keepAxes = false)
        {
            Tensor real = x.DType.IsFloatingPoint ? x : x.Cast(DType.Float32);
            if (p == 0) return real.NotEqualTo(0).Cast(real.DType).Sum(axes, keepAxes);
            if (p == 2) return real.Square().Sum(axes, keepAxes);
            Tensor isZero = real.EqualTo(0);
            return real.Abs().MaskedFill(isZero, 1).Pow(p).MaskedFill(isZero, 0).Sum(axes, keepAxes);
        }
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        Tensor x = Sample.Distinct(random, [3, 4]);
        foreach (double p in (double[])[1, 1.5, 2, 3, 0.5, double.PositiveInfinity, double.NegativeInfinity])
        {
            yield return new("Norm", t => t[0].Norm(p, 1), x);
            yield return new("Norm", t => t[0].Norm(p), x);
        }
        yield return new("PowerSum", t => t[0].PowerSum(0.5, 0, keepAxes: true), x);
        yield return new("PowerSum", t => t[0].PowerSum(2), x);
    }
}
