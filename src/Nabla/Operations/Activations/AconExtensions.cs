using Nabla.Operations;

namespace Nabla;

/// <summary>The smooth maximum and the activations that follow from it: composites with trained parameters.</summary>
/// <remarks>Ma, Zhang, Liu, Sun 2020, "Activate or not: learning customized activation", arXiv:2009.04759.</remarks>
public static class AconExtensions
{
    extension(Tensor x)
    {
        /// <summary>S_β = Σ xᵢe^(βxᵢ) / Σ e^(βxᵢ) over an axis: the mean for β = 0, the maximum for β → ∞.</summary>
        /// <param name="beta">β, of a shape that broadcasts with the tensor; it receives a gradient.</param>
        /// <param name="axis">The axis, the last unless given.</param>
        /// <param name="keepAxis">Whether the axis stays, with size 1.</param>
        /// <returns>A tensor without the axis.</returns>
        /// <exception cref="IndexException">There is no such axis.</exception>
        /// <remarks>Weights are a softmax, so nothing overflows.</remarks>
        public Tensor SmoothMaximum(Tensor beta, int axis = -1, bool keepAxis = false) => (x * (beta * x).Softmax(axis)).Sum(axis, keepAxis);

        /// <summary>ACON-A: x·σ(βx), a swish.</summary>
        /// <param name="beta">β, of a shape that broadcasts; it receives a gradient.</param>
        /// <returns>A tensor of the broadcast shape.</returns>
        public Tensor AconA(Tensor beta) => x.Swish(beta);

        /// <summary>ACON-B: (1 − a)x·σ(β(1 − a)x) + ax.</summary>
        /// <param name="slope">a, the slope of the second piece, of a shape that broadcasts; it receives a gradient.</param>
        /// <param name="beta">β, of a shape that broadcasts; it receives a gradient.</param>
        /// <returns>A tensor of the broadcast shape.</returns>
        public Tensor AconB(Tensor slope, Tensor beta) => x.AconC(Tensor.Scalar(1, slope.DType), slope, beta);

        /// <summary>ACON-C: (a₁ − a₂)x·σ(β(a₁ − a₂)x) + a₂x, the smooth maximum of a₁x and a₂x.</summary>
        /// <param name="first">a₁, of a shape that broadcasts; it receives a gradient.</param>
        /// <param name="second">a₂, of a shape that broadcasts; it receives a gradient.</param>
        /// <param name="beta">β, of a shape that broadcasts; it receives a gradient.</param>
        /// <returns>A tensor of the broadcast shape.</returns>
        /// <remarks>For β(a₁ − a₂) &gt; 0 the derivative tends to a₁ at ∞ and a₂ at −∞, swapped for a negative one; β = 0 is the mean (a₁ + a₂)x/2.</remarks>
        public Tensor AconC(Tensor first, Tensor second, Tensor beta) => ((first - second) * x).Swish(beta) + second * x;
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        yield return new("SmoothMaximum", t => t[0].SmoothMaximum(t[1]), Sample.Point(random, [3, 4]), Sample.Point(random, [1]));
        yield return new("AconA", t => t[0].AconA(t[1]), Sample.Point(random, [3, 4]), Sample.Point(random, [4]));
        yield return new("AconB", t => t[0].AconB(t[1], t[2]), Sample.Point(random, [3, 4]), Sample.Point(random, [4]), Sample.Point(random, [4]));
        yield return new("AconC", t => t[0].AconC(t[1], t[2], t[3]), Sample.Point(random, [3, 4]), Sample.Point(random, [4]), Sample.Point(random, [4]), Sample.Point(random, [4]));
    }
}
