using Nabla.Operations;

namespace Nabla;

/// <summary>Probabilities from logits: composites.</summary>
public static class SoftmaxExtensions
{
    extension(Tensor x)
    {
        /// <summary>eˣ / Σ eˣ along an axis.</summary>
        /// <param name="axis">The axis over which the results sum to 1; the last unless given.</param>
        /// <returns>A tensor of the same shape.</returns>
        /// <exception cref="IndexException">There is no such axis.</exception>
        /// <remarks>Computed from x − max x, so nothing overflows; ∂yᵢ/∂xⱼ = yᵢ(δᵢⱼ − yⱼ).</remarks>
        public Tensor Softmax(int axis = -1)
        {
            axis = x.Shape.Axis(axis, "Softmax");
            Tensor e = (x - x.Detach().Max(axis, keepAxes: true)).Exp();
            return e / e.Sum(axis, keepAxes: true);
        }

        /// <summary>ln softmax(x) along an axis, exact where the softmax itself would round to 0.</summary>
        /// <param name="axis">The axis over which the exponentials sum to 1; the last unless given.</param>
        /// <returns>A tensor of the same shape.</returns>
        /// <exception cref="IndexException">There is no such axis.</exception>
        /// <remarks>y = x − ln Σ eˣ; ∂yᵢ/∂xⱼ = δᵢⱼ − softmax(x)ⱼ.</remarks>
        public Tensor LogSoftmax(int axis = -1)
        {
            axis = x.Shape.Axis(axis, "LogSoftmax");
            Tensor shifted = x - x.Detach().Max(axis, keepAxes: true);
            return shifted - shifted.Exp().Sum(axis, keepAxes: true).Log();
        }
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        foreach (int axis in (int[])[0, 1, -1])
        {
            yield return new("Softmax", x => x[0].Softmax(axis), Sample.Point(random, [2, 3, 2]));
            yield return new("Softmax", x => x[0].Softmax(axis), Sample.Point(random, [3, 2]).Transpose());
            yield return new("LogSoftmax", x => x[0].LogSoftmax(axis), Sample.Point(random, [2, 3, 2]));
            yield return new("LogSoftmax", x => x[0].LogSoftmax(axis), Sample.Point(random, [3, 2]).Transpose());
        }
        yield return new("LogSoftmax", x => x[0].LogSoftmax(), Sample.Point(random, [2, 3]) - 900.0);
    }
}
