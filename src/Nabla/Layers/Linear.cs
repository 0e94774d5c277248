using Nabla.Initializers;
using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = x·Wᵀ + b, from <c>[…, inFeatures]</c> to <c>[…, outFeatures]</c>.</summary>
/// <remarks>∂L/∂x = dy·W, ∂L/∂W = dyᵀ·x, ∂L/∂b = Σ dy. First values as in PyTorch: both uniform in ±1/√inFeatures.</remarks>
public sealed class Linear : Module
{
    /// <summary>The layer.</summary>
    /// <param name="inFeatures">The size of the input's last axis, ≥ 1.</param>
    /// <param name="outFeatures">The size of the output's last axis, ≥ 1.</param>
    /// <param name="bias">Whether b is added; yes by default.</param>
    /// <param name="weight">What W is drawn from; Kaiming uniform with slope √5 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public Linear(int inFeatures, int outFeatures, bool bias = true, IInitializer? weight = null)
        : this(inFeatures, outFeatures, bias, weight, null)
    {
    }

    /// <summary>The layer within another one, whose first values may be others.</summary>
    internal Linear(int inFeatures, int outFeatures, bool bias, IInitializer? weight, IInitializer? firstBias)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inFeatures, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(outFeatures, 1);
        (InFeatures, OutFeatures) = (inFeatures, outFeatures);
        double bound = 1 / Math.Sqrt(inFeatures);
        Weight = AddParameter("weight", [outFeatures, inFeatures], weight ?? new KaimingUniform(Math.Sqrt(5)));
        if (bias) Bias = AddParameter("bias", [outFeatures], firstBias ?? new Uniform(-bound, bound));
    }

    /// <summary>The size of the input's last axis.</summary>
    public int InFeatures { get; }

    /// <summary>The size of the output's last axis.</summary>
    public int OutFeatures { get; }

    /// <summary>W, <c>[outFeatures, inFeatures]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>b, <c>[outFeatures]</c>, or null.</summary>
    public Parameter? Bias { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => Forward(x, Weight);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input.Rank > 0 && input[^1] == InFeatures
        ? input.With(-1, OutFeatures)
        : throw new ShapeException($"Linear: cannot take {input}: the last axis has {(input.Rank == 0 ? "no" : input[^1])} features, {InFeatures} are expected.", input);

    /// <inheritdoc/>
    public override Func<Tensor, Tensor>? BeginSequence(int capacity) => Call;

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => OutputShape(input).ElementCount * InFeatures;

    /// <summary>The layer's formula with another weight in place of its own.</summary>
    internal Tensor Forward(Tensor x, Tensor weight) => x.Linear(weight, Bias);

    /// <summary>∂L/∂W = dyᵀ·x and ∂L/∂b = Σ dy over an example's own rows.</summary>
    internal override IReadOnlyList<(Parameter Parameter, Tensor Gradient)>? PerSample(Tensor x, Tensor dy)
    {
        int count = x.Shape[0], rows = (int)(x.ElementCount / count / InFeatures);
        dy = dy.Reshape([count, rows, OutFeatures]);
        (Parameter, Tensor) weight = (Weight, dy.Transpose().MatMul(x.Cast(dy.DType).Reshape([count, rows, InFeatures])));
        return Bias is null ? [weight] : [weight, (Bias, dy.Sum(1))];
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        Tensor Draw(Shape shape) => random.Uniform(shape, -1, 1, DType.Float64);
        yield return new(nameof(Linear), x => x[0].Linear(x[1], x[2]), Draw([2, 3]), Draw([4, 3]), Draw([4]));
        yield return new(nameof(Linear), x => x[0].Linear(x[1]), Draw([2, 1, 3]), Draw([2, 3]));
    }
}
