using Nabla.Operations;

namespace Nabla;

/// <summary>Mean, variance and standard deviation: composites of sums.</summary>
public static class MomentsExtensions
{
    extension(Tensor x)
    {
        /// <summary>The mean over axes.</summary>
        /// <param name="axes">The axes to average over, all unless given.</param>
        /// <param name="keepAxes">Whether they stay, with size 1.</param>
        /// <returns>A tensor without the axes; whole numbers become float32. The mean of nothing is NaN.</returns>
        /// <exception cref="IndexException">There is no such axis.</exception>
        public Tensor Mean(Axes axes = default, bool keepAxes = false)
        {
            double count = Folded(x, axes, "Mean");
            Tensor real = x.DType.IsFloatingPoint ? x : x.Cast(DType.Float32);
            return real.Sum(axes, keepAxes) / count;
        }

        /// <summary>The variance over axes: the mean square distance from the mean, computed in two passes.</summary>
        /// <param name="axes">The axes to fold, all unless given.</param>
        /// <param name="correction">What is subtracted from the number of elements before dividing: 1 (unbiased, the default) or 0.</param>
        /// <param name="keepAxes">Whether they stay, with size 1.</param>
        /// <returns>A tensor without the axes; NaN where not more than <paramref name="correction"/> elements are folded.</returns>
        /// <exception cref="IndexException">There is no such axis.</exception>
        public Tensor Variance(Axes axes = default, double correction = 1, bool keepAxes = false)
        {
            double count = Folded(x, axes, "Variance");
            Tensor distance = x - x.Mean(axes, keepAxes: true);
            return distance.Square().Sum(axes, keepAxes) / Math.Max(0, count - correction);
        }

        /// <summary>The standard deviation over axes: the square root of <c>Variance</c>.</summary>
        /// <param name="axes">The axes to fold, all unless given.</param>
        /// <param name="correction">What is subtracted from the number of elements before dividing: 1 (unbiased, the default) or 0.</param>
        /// <param name="keepAxes">Whether they stay, with size 1.</param>
        /// <returns>A tensor without the axes. Its gradient is infinite or NaN where all elements are equal.</returns>
        /// <exception cref="IndexException">There is no such axis.</exception>
        public Tensor StandardDeviation(Axes axes = default, double correction = 1, bool keepAxes = false) =>
            x.Variance(axes, correction, keepAxes).Sqrt();
    }

    static double Folded(Tensor x, Axes axes, string operation)
    {
        Span<bool> marks = axes.Of(x.Shape, operation, stackalloc bool[x.Rank]);
        double count = 1;
        for (int i = 0; i < marks.Length; i++)
            if (marks[i]) count *= x.Shape[i];
        return count;
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        foreach (bool keep in (bool[])[false, true])
        {
            yield return new("Mean", x => x[0].Mean(keepAxes: keep), Sample.Point(random, [2, 3]));
            yield return new("Mean", x => x[0].Mean([0, 2], keep), Sample.Point(random, [2, 3, 2]));
            yield return new("Mean", x => x[0].Mean(-1, keep), Sample.Point(random, [3, 2]).Transpose());
            foreach (double correction in (double[])[0, 1])
            {
                yield return new("Variance", x => x[0].Variance([0, 2], correction, keep), Sample.Distinct(random, [2, 3, 2]));
                yield return new("StandardDeviation", x => x[0].StandardDeviation([0, 2], correction, keep), Sample.Distinct(random, [2, 3, 2]));
            }
        }
        yield return new("Variance", x => x[0].Variance(), Sample.Distinct(random, [2, 3]));
        yield return new("StandardDeviation", x => x[0].StandardDeviation(0), Sample.Distinct(random, [2, 3]).Transpose());
    }
}
