using Nabla.Initializers;
using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y[o] = aᵀ·W[o]·b + bias[o] of two inputs, <c>[…, first]</c> and <c>[…, second]</c>, which become <c>[…, outFeatures]</c>.</summary>
/// <remarks>As a layer of one input it takes both joined along the last axis. First values as in PyTorch: uniform in ±1/√first.</remarks>
public sealed class Bilinear : Module
{
    /// <summary>The layer.</summary>
    /// <param name="first">The size of the first input's last axis, ≥ 1.</param>
    /// <param name="second">The size of the second input's last axis, ≥ 1.</param>
    /// <param name="outFeatures">The size of the output's last axis, ≥ 1.</param>
    /// <param name="bias">Whether a bias is added; yes by default.</param>
    /// <param name="weight">What W is drawn from; uniform in ±1/√first by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public Bilinear(int first, int second, int outFeatures, bool bias = true, IInitializer? weight = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(first, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(second, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outFeatures, 1);
        (First, Second, OutFeatures) = (first, second, outFeatures);
        double bound = 1 / Math.Sqrt(first);
        Weight = AddParameter("weight", [outFeatures, first, second], weight ?? new Uniform(-bound, bound));
        if (bias) Bias = AddParameter("bias", [outFeatures], new Uniform(-bound, bound));
    }

    /// <summary>The size of the first input's last axis.</summary>
    public int First { get; }

    /// <summary>The size of the second input's last axis.</summary>
    public int Second { get; }

    /// <summary>The size of the output's last axis.</summary>
    public int OutFeatures { get; }

    /// <summary>W, <c>[outFeatures, first, second]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>The bias, <c>[outFeatures]</c>, or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>The layer of both inputs joined along the last axis.</summary>
    /// <param name="x"><c>[…, first + second]</c>.</param>
    /// <returns><c>[…, outFeatures]</c>.</returns>
    /// <exception cref="ShapeException">The last axis has another size.</exception>
    public override Tensor Forward(Tensor x)
    {
        _ = OutputShape(x.Shape);
        return Forward(x.Narrow(-1, 0, First), x.Narrow(-1, First, Second));
    }

    /// <summary>y[o] = aᵀ·W[o]·b + bias[o].</summary>
    /// <param name="a">The first input, <c>[…, first]</c>.</param>
    /// <param name="b">The second input, <c>[…, second]</c>, with the same axes in front.</param>
    /// <returns><c>[…, outFeatures]</c>.</returns>
    /// <exception cref="ShapeException">The inputs do not fit the layer or each other.</exception>
    public Tensor Forward(Tensor a, Tensor b)
    {
        if (a.Rank == 0 || b.Rank == 0 || a.Shape[^1] != First || b.Shape[^1] != Second || a.Shape.Without(-1) != b.Shape.Without(-1))
            throw new ShapeException($"Bilinear: cannot take {a.Shape} and {b.Shape}: […, {First}] and […, {Second}] with equal axes in front are expected.", a.Shape, b.Shape);
        Tensor y = Tensor.Einsum("...i,oij,...j->...o", a, Weight, b);
        return Bias is null ? y : y + Bias;
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input.Rank > 0 && input[^1] == First + Second
        ? input.With(-1, OutFeatures)
        : throw new ShapeException($"Bilinear: cannot take {input}: the last axis has {(input.Rank == 0 ? "no" : input[^1])} features, {First} + {Second} are expected.", input);

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => OutputShape(input).ElementCount * (First + 1L) * Second;

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new Bilinear(2, 3, 2).At(Sample.Point(random, [4, 5])), new Bilinear(1, 2, 3, bias: false).At(Sample.Point(random, [2, 2, 3]))];
}
