using Nabla.Initializers;
using Nabla.Layers;
using Nabla.Losses;
using Nabla.Operations;

namespace Nabla.Classic;

/// <summary>The linear classifier with the multiclass hinge loss: one template a class, of which the best fitting wins.</summary>
/// <remarks>
/// <para>s = W·x + b; L = (1/N)·Σᵢ Σ_{j≠y} max(0, sⱼ − s_y + 1) + λ·ΣW². Trained like every model:
/// <c>new Trainer(svm, new Adam(svm), svm.Objective)</c>. The bias is not regularised.</para>
/// <para>
/// A slide of the lectures expands the margin as W_j·x + W_y·x + 1; it is W_j·x − W_y·x + 1. PyTorch's multi-margin loss divides by the number of
/// classes (<see cref="Loss.MultiMargin(Tensor, Tensor)"/>), this does not. J. Weston, C. Watkins, 1999.
/// </para>
/// </remarks>
public sealed class LinearSvm : Module
{
    /// <summary>A classifier.</summary>
    /// <param name="features">The numbers of an example, ≥ 1.</param>
    /// <param name="classes">The number of classes, ≥ 2.</param>
    /// <param name="regularization">λ ≥ 0; 1e-4 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public LinearSvm(int features, int classes, double regularization = 1e-4)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 2);
        ArgumentOutOfRangeException.ThrowIfNegative(regularization);
        (Features, Classes, Regularization) = (features, classes, regularization);
        Weight = AddParameter("weight", [classes, features], new Zeros());
        Bias = AddParameter("bias", [classes], new Zeros());
    }

    /// <summary>The numbers of an example.</summary>
    public int Features { get; }

    /// <summary>The number of classes.</summary>
    public int Classes { get; }

    /// <summary>λ.</summary>
    public double Regularization { get; }

    /// <summary>W, <c>[classes, features]</c>; first values 0, as the objective is convex.</summary>
    public Parameter Weight { get; }

    /// <summary>b, <c>[classes]</c>.</summary>
    public Parameter Bias { get; }

    /// <summary>The scores of the classes.</summary>
    /// <param name="x"><c>[N, …]</c>, an example of <see cref="Features"/> numbers.</param>
    /// <returns><c>[N, classes]</c>.</returns>
    /// <exception cref="ShapeException">An example has another number of numbers.</exception>
    public override Tensor Forward(Tensor x) => Rows.Of(x, Features, nameof(LinearSvm)).Linear(Weight, Bias);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => [Rows.Count(input, Features, nameof(LinearSvm)), Classes];

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => OutputShape(input).ElementCount * Features;

    /// <summary>What training makes small: the mean multiclass hinge loss, and λ·ΣW².</summary>
    /// <param name="scores"><c>[N, classes]</c>.</param>
    /// <param name="target">Class indices <c>[N]</c>.</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="IndexException">A label is not one of the classes.</exception>
    public Tensor Objective(Tensor scores, Tensor target)
    {
        Tensor hinge = Loss.MulticlassHinge(scores, target);
        return Regularization == 0 ? hinge : hinge + Regularization * Weight.Square().Sum();
    }

    /// <summary>What each class looks for: its row of W in the shape of an example, to be drawn.</summary>
    /// <param name="example">The shape of an example: <c>[28, 28]</c>.</param>
    /// <returns><c>[classes, …example]</c>, without a graph.</returns>
    /// <exception cref="ShapeException">The shape has another number of elements than there are features.</exception>
    public Tensor Templates(Shape example) => example.ElementCount == Features
        ? Weight.Detach().Clone().Reshape(new Shape([Classes]).Concat(example))
        : throw new ShapeException($"LinearSvm: cannot shape templates as {example}: it has {example.ElementCount} elements, an example has {Features}.", example);

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        var model = new LinearSvm(4, 3);
        model.Weight.Assign(Sample.Point(random, [3, 4]));
        yield return model.At(Sample.Point(random, [2, 2, 2]));
    }
}
