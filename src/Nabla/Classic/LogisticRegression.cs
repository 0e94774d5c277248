using Nabla.Initializers;
using Nabla.Layers;
using Nabla.Losses;
using Nabla.Operations;

namespace Nabla.Classic;

/// <summary>Logistic regression: the probability of yes is σ(w·x + b).</summary>
/// <remarks>
/// <para>
/// Its output is the logit t = w·x + b, which <see cref="Loss.BinaryCrossEntropy(Tensor, Tensor)"/> takes:
/// <c>new Trainer(model, new Sgd(model, 0.1), Loss.BinaryCrossEntropy)</c>. That loss is max(t, 0) − t·y + ln(1 + e^−|t|), finite with the gradient σ(t) − y for all finite t;
/// <see cref="NaiveLoss"/> is the chain of the lectures, which is not.
/// </para>
/// <para><see cref="GradientOf"/> is the gradient in closed form, as the lectures derive it from the Jacobians of the graph.</para>
/// </remarks>
public sealed class LogisticRegression : Module
{
    /// <summary>A model of two classes.</summary>
    /// <param name="features">The numbers of an example, ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public LogisticRegression(int features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        Features = features;
        Weight = AddParameter("weight", [1, features], new Zeros());
        Bias = AddParameter("bias", [1], new Zeros());
    }

    /// <summary>The numbers of an example.</summary>
    public int Features { get; }

    /// <summary>w, <c>[1, features]</c>; first values 0, as the loss is convex.</summary>
    public Parameter Weight { get; }

    /// <summary>b, <c>[1]</c>.</summary>
    public Parameter Bias { get; }

    /// <summary>The logits t = w·x + b.</summary>
    /// <param name="x"><c>[N, …]</c>, an example of <see cref="Features"/> numbers.</param>
    /// <returns><c>[N]</c>.</returns>
    /// <exception cref="ShapeException">An example has another number of numbers.</exception>
    public override Tensor Forward(Tensor x) => Rows.Of(x, Features, nameof(LogisticRegression)).Linear(Weight, Bias).Squeeze(-1);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => [Rows.Count(input, Features, nameof(LogisticRegression))];

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => OutputShape(input).ElementCount * Features;

    /// <summary>The probabilities of yes.</summary>
    /// <param name="x"><c>[N, …]</c>.</param>
    /// <returns>σ(t), <c>[N]</c>.</returns>
    /// <exception cref="ShapeException">An example has another number of numbers.</exception>
    public Tensor Probabilities(Tensor x) => Call(x).Sigmoid();

    /// <summary>The classes: 1 where yes is more probable than no, else 0.</summary>
    /// <param name="x"><c>[N, …]</c>.</param>
    /// <returns>Class indices <c>[N]</c> (int64).</returns>
    /// <exception cref="ShapeException">An example has another number of numbers.</exception>
    public Tensor Predict(Tensor x)
    {
        using var constant = new NoGrad();
        return (Call(x) > 0).Cast(DType.Int64);
    }

    /// <summary>The gradient of the mean binary cross-entropy h, in closed form.</summary>
    /// <param name="x">X, <c>[S, …]</c>.</param>
    /// <param name="target">y, <c>[S]</c>: 0 or 1, or probabilities.</param>
    /// <returns>∂h/∂w = −(1/S)·Σ(yᵢ − σ(Xᵢw + b))·Xᵢ, <c>[1, features]</c>, and ∂h/∂b = −(1/S)·Σ(yᵢ − σ(Xᵢw + b)), <c>[1]</c>.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    public (Tensor Weight, Tensor Bias) GradientOf(Tensor x, Tensor target)
    {
        using var constant = new NoGrad();
        Tensor rows = Rows.Of(x, Features, nameof(LogisticRegression));
        int count = rows.Shape[0];
        if (target.Shape != new Shape([count]))
            throw new ShapeException($"LogisticRegression: cannot compare {count} examples with {target.Shape}: [{count}] is expected.", x.Shape, target.Shape);
        Tensor residual = (target - Probabilities(x)).Unsqueeze(0);
        return (-residual.MatMul(rows) / count, -residual.Sum(1) / count);
    }

    /// <summary>The mean binary cross-entropy as a chain of plain vertices, for study: t → v = σ(t) → p = d∘v + (1 − y) → ln p → −mean, with d = 2y − 1.</summary>
    /// <param name="logits">t, of any shape.</param>
    /// <param name="target">y: 0 or 1, of the same shape.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <remarks>
    /// Where σ saturates to 1 (t above 17 in float32, 37 in float64) and y is 0, p is 0: the loss is infinite, and the gradient (1/p)·d·σ'(t) is ∞·0 = NaN.
    /// For training take <see cref="Loss.BinaryCrossEntropy(Tensor, Tensor)"/>.
    /// </remarks>
    public static Tensor NaiveLoss(Tensor logits, Tensor target)
    {
        ArgumentNullException.ThrowIfNull(logits);
        ArgumentNullException.ThrowIfNull(target);
        if (logits.Shape != target.Shape)
            throw new ShapeException($"NaiveLoss: cannot compare {logits.Shape} with {target.Shape}: the shapes differ.", logits.Shape, target.Shape);
        Tensor y = target.Cast(logits.DType);
        return -((2 * y - 1) * logits.Sigmoid() + (1 - y)).Log().Mean();
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        var model = new LogisticRegression(3);
        model.Weight.Assign(Sample.Point(random, [1, 3]));
        yield return model.At(Sample.Point(random, [4, 3]));
    }
}
