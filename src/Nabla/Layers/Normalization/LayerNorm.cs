using Nabla.Initializers;
using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = γ·(x − mean)/√(variance + ε) + β over the last axes, example by example.</summary>
/// <remarks>Mean and (biased) variance are each example's own, in training and in use. J. Ba, J. Kiros, G. Hinton, "Layer normalization", 2016, arXiv:1607.06450.</remarks>
public sealed class LayerNorm : Activation
{
    /// <summary>The layer.</summary>
    /// <param name="normalized">The sizes of the last axes, over which mean and variance are taken: <c>[features]</c>.</param>
    /// <param name="epsilon">ε, what is added to the variance; 1e-5 by default.</param>
    /// <param name="affine">Whether γ and β are trained; yes by default, else they are 1 and 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">ε is negative.</exception>
    public LayerNorm(Shape normalized, double epsilon = 1e-5, bool affine = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        (Normalized, Epsilon) = (normalized, epsilon);
        if (affine) (Weight, Bias) = (AddParameter("weight", normalized, new Ones()), AddParameter("bias", normalized, new Zeros()));
    }

    /// <summary>The sizes of the last axes, over which mean and variance are taken.</summary>
    public Shape Normalized { get; }

    /// <summary>ε, what is added to the variance.</summary>
    public double Epsilon { get; }

    /// <summary>γ, of the normalised sizes, 1 at first, or null.</summary>
    public Parameter? Weight { get; }

    /// <summary>β, of the normalised sizes, 0 at first, or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.LayerNorm(Normalized, Weight, Bias, Epsilon);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        NormalizationExtensions.CheckLastAxes(nameof(LayerNorm), input, Normalized);
        return input;
    }

    /// <inheritdoc/>
    /// <remarks>Only where one axis is normalised: more of them may hold the places.</remarks>
    public override Func<Tensor, Tensor>? BeginSequence(int capacity) => Normalized.Rank == 1 ? Call : null;

    /// <summary>dγ = Σ dy·x̂ and dβ = Σ dy over an example's own places.</summary>
    internal override IReadOnlyList<(Parameter Parameter, Tensor Gradient)>? PerSample(Tensor x, Tensor dy) =>
        PerSampleAffine(x.LayerNorm(Normalized, epsilon: Epsilon), dy, Weight, Bias, 1, x.Rank - Normalized.Rank);

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new LayerNorm([3]).At(Sample.Point(random, [2, 3])), new LayerNorm([2, 3], affine: false).At(Sample.Point(random, [2, 2, 3]))];
}
