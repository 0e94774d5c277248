using Nabla.Operations;

namespace Nabla;

/// <summary>The logarithm of a sum of exponentials: a composite.</summary>
public static class LogSumExpExtensions
{
    extension(Tensor x)
    {
        /// <summary>ln Σ eˣ over axes, without overflow.</summary>
        /// <param name="axes">The axes to fold, all unless given.</param>
        /// <param name="keepAxes">Whether they stay, with size 1.</param>
        /// <returns>A tensor without the axes: −∞ where all elements are −∞, ∞ where one is ∞.</returns>
        /// <exception cref="IndexException">There is no such axis.</exception>
        /// <exception cref="ShapeException">There are no elements to fold.</exception>
        /// <remarks>y = m + ln Σ exp(x − m) with m the largest element, a constant to the derivative; ∂y/∂x = softmax(x).</remarks>
        public Tensor LogSumExp(Axes axes = default, bool keepAxes = false)
        {
            _ = axes.Of(x.Shape, "LogSumExp");
            Tensor largest = x.Detach().Max(axes, keepAxes: true);
            Tensor shift = Tensor.Where(largest.IsFinite(), largest, Tensor.Scalar(0, largest.DType));
            return (x - shift).Exp().Sum(axes, keepAxes).Log() + (keepAxes ? shift : shift.Sum(axes));
        }
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        foreach (bool keep in (bool[])[false, true])
        {
            yield return new("LogSumExp", x => x[0].LogSumExp(keepAxes: keep), Sample.Point(random, [2, 3]));
            yield return new("LogSumExp", x => x[0].LogSumExp([0, -1], keep), Sample.Point(random, [2, 3, 2]));
            yield return new("LogSumExp", x => x[0].LogSumExp(1, keep), Sample.Point(random, [3, 2]).Transpose());
        }
        yield return new("LogSumExp", x => x[0].LogSumExp(1), Sample.Point(random, [2, 3]) + 900.0);
    }
}
