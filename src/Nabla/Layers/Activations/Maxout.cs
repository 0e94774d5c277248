using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>The largest of every so many neighbours along an axis, which becomes so many times shorter.</summary>
/// <remarks>
/// Behind a Linear of k times the width: y = max over k of (x·Wₖᵀ + bₖ). The gradient goes to the largest, in equal shares where several are
/// equal. I. Goodfellow and others, 2013, arXiv:1302.4389.
/// </remarks>
public sealed class Maxout : Module
{
    /// <summary>The layer.</summary>
    /// <param name="pieces">How many neighbours are one group, ≥ 1.</param>
    /// <param name="axis">The axis, the last by default; negative counts from the back.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no pieces.</exception>
    public Maxout(int pieces, int axis = -1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pieces, 1);
        (Pieces, Axis) = (pieces, axis);
    }

    /// <summary>How many neighbours are one group.</summary>
    public int Pieces { get; }

    /// <summary>The axis.</summary>
    public int Axis { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Maxout(Pieces, Axis);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        int axis = input.Axis(Axis, nameof(Maxout)), size = input[axis];
        if (size % Pieces != 0) throw new ShapeException($"Maxout: cannot group axis {axis} of {input} by {Pieces}: its size {size} is no multiple.", input);
        return input.With(axis, size / Pieces);
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new Maxout(2).At(Sample.Distinct(random, [3, 4])), new Maxout(3, 1).At(Sample.Distinct(random, [1, 3, 2]))];
}
