using Nabla.Operations;

namespace Nabla.Losses;

/// <summary>The likelihood of normal distributions.</summary>
public static partial class Loss
{
    /// <summary>½(ln v + (output − target)²/v) of each element with the variance v, reduced.</summary>
    /// <param name="output">Expected values, of any shape.</param>
    /// <param name="target">A tensor of the same shape.</param>
    /// <param name="variance">v ≥ 0, of the same shape, or with size 1 or missing on the last axis; raised to ε where it is less.</param>
    /// <param name="reduction">Mean (the default) or sum over all elements, or none.</param>
    /// <param name="full">Whether ½ ln 2π is added; no by default.</param>
    /// <param name="epsilon">ε, the least variance; 1e-6 by default.</param>
    /// <returns>A scalar, or for <see cref="Reduction.None"/> a tensor of the shape of the output.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="TargetException">A variance is negative.</exception>
    /// <remarks>The gradient passes a variance below ε as if it were ε. D. Nix, A. Weigend, 1994.</remarks>
    public static Tensor GaussianNll(Tensor output, Tensor target, Tensor variance, Reduction reduction = Reduction.Mean, bool full = false, double epsilon = 1e-6)
    {
        Shape shape = SameShape(nameof(GaussianNll), output, target);
        if (variance.Shape != shape && shape.Rank > 0 && variance.Shape == shape.Without(-1)) variance = variance.Unsqueeze(-1);
        if (variance.Shape != shape && (shape.Rank == 0 || variance.Shape != shape.With(-1, 1)))
            throw new ShapeException($"GaussianNll: cannot use variances {variance.Shape} for {shape}: the shapes differ.", variance.Shape, shape);
        double[] values = variance.ToDoubles();
        int negative = Array.FindIndex(values, v => v < 0);
        if (negative >= 0) throw new TargetException(FormattableString.Invariant($"GaussianNll: cannot use the variance {values[negative]} of element {negative}: it is negative."), values[negative], negative);
        Tensor v = variance + (variance.Clamp(epsilon, double.PositiveInfinity) - variance).Detach();
        Tensor losses = (v.Log() + (output - target).Square() / v) * 0.5;
        return reduction.Of(full ? losses + 0.5 * Math.Log(2 * Math.PI) : losses);
    }

    static IEnumerable<Sample> GaussianNllSamples(RandomStream random)
    {
        Tensor x = Sample.Point(random, [2, 3]), y = Sample.Point(random, [2, 3]);
        foreach (Reduction reduction in Enum.GetValues<Reduction>())
            yield return new($"Loss.{nameof(GaussianNll)}", t => GaussianNll(t[0], t[1], t[2], reduction), x, y, random.Uniform([2, 3], 0.3, 2, DType.Float64));
        yield return new($"Loss.{nameof(GaussianNll)}", t => GaussianNll(t[0], t[1], t[2], full: true), x, y, random.Uniform([2], 0.3, 2, DType.Float64));
    }
}
