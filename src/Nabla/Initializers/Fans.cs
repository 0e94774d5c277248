namespace Nabla.Initializers;

/// <summary>How many values feed an output of a weight, and how many outputs a value feeds.</summary>
/// <param name="In">The values that feed one output.</param>
/// <param name="Out">The outputs that one value feeds.</param>
public readonly record struct Fans(long In, long Out)
{
    /// <summary>The fans of a weight <c>[out, in, …kernel]</c>: in and out, each times the elements of the kernel.</summary>
    /// <param name="shape">The weight's shape, of two axes or more.</param>
    /// <exception cref="ShapeException">The shape has fewer than two axes.</exception>
    public static Fans Of(Shape shape)
    {
        if (shape.Rank < 2)
            throw new ShapeException($"Fans: cannot tell the fans of {shape}: it has {shape.Rank} axes, [out, in, …] needs at least 2.", shape);
        long kernel = shape.Slice(2, shape.Rank).ElementCount;
        return new(shape[1] * kernel, shape[0] * kernel);
    }

    /// <summary>One of the two.</summary>
    /// <param name="mode">Which.</param>
    public long this[FanMode mode] => mode == FanMode.In ? In : Out;
}
