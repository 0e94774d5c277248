using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>Axes joined into one: <c>[N, C, H, W]</c> becomes <c>[N, C·H·W]</c>.</summary>
public sealed class Flatten : Module
{
    /// <summary>The layer.</summary>
    /// <param name="start">The first axis joined, 1 by default.</param>
    /// <param name="end">The last axis joined, the last by default; negative counts from the back.</param>
    public Flatten(int start = 1, int end = -1) => (Start, End) = (start, end);

    /// <summary>The first axis joined.</summary>
    public int Start { get; }

    /// <summary>The last axis joined.</summary>
    public int End { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Flatten(Start, End);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        (int start, int end) = (input.Axis(Start, nameof(Flatten)), input.Axis(End, nameof(Flatten)));
        if (end < start) throw new ShapeException($"Flatten: cannot join axes {start} to {end} of {input}: the last comes before the first.", input);
        int joined = checked((int)input.Slice(start, end + 1).ElementCount);
        return input.Slice(0, start).Concat([joined]).Concat(input.Slice(end + 1, input.Rank));
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new(nameof(Flatten), x => new Flatten().Forward(x[0].Square()), random.Uniform([2, 3, 2], type: DType.Float64))];
}
