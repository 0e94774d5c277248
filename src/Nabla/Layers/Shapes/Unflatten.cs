using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>One axis as several: <c>[N, C·H·W]</c> becomes <c>[N, C, H, W]</c>.</summary>
public sealed class Unflatten : Module
{
    /// <summary>The layer.</summary>
    /// <param name="axis">The axis; negative counts from the back.</param>
    /// <param name="sizes">The sizes it becomes; their product is its own.</param>
    public Unflatten(int axis, Shape sizes) => (Axis, Sizes) = (axis, sizes);

    /// <summary>The axis.</summary>
    public int Axis { get; }

    /// <summary>The sizes it becomes.</summary>
    public Shape Sizes { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Reshape(OutputShape(x.Shape));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        int axis = input.Axis(Axis, nameof(Unflatten));
        return input[axis] == Sizes.ElementCount
            ? input.Slice(0, axis).Concat(Sizes).Concat(input.Slice(axis + 1, input.Rank))
            : throw new ShapeException($"Unflatten: cannot turn axis {axis} of {input} into {Sizes}: its size is {input[axis]}, theirs make {Sizes.ElementCount}.", input, Sizes);
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new(nameof(Unflatten), x => new Unflatten(1, [2, 3]).Forward(x[0].Square()), Sample.Point(random, [2, 6]))];
}
