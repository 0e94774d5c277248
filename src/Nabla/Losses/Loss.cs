using Nabla.Operations;

namespace Nabla.Losses;

/// <summary>Losses: how far outputs are from targets. Each is also a value: <c>new Trainer(model, optimizer, Loss.CrossEntropy)</c>.</summary>
public static partial class Loss
{
    internal static IEnumerable<Sample> Samples(RandomStream random) =>
    [
        .. MseSamples(random), .. CrossEntropySamples(random), .. BinaryCrossEntropySamples(random), .. MulticlassHingeSamples(random),
    ];

    static Shape SameShape(string loss, Tensor output, Tensor target) => output.Shape == target.Shape
        ? output.Shape
        : throw new ShapeException($"{loss}: cannot compare {output.Shape} with {target.Shape}: the shapes differ.", output.Shape, target.Shape);

    /// <summary>Class indices as int64 with the axis of the classes put in, every one checked.</summary>
    static Tensor Classes(string loss, Tensor scores, Tensor target)
    {
        if (scores.Rank < 2)
            throw new ShapeException($"{loss}: cannot use scores {scores.Shape}: they have {scores.Rank} axes, [N, classes, …] needs at least 2.", scores.Shape);
        if (target.DType.IsFloatingPoint || target.DType == DType.Bool)
            throw new DTypeException($"{loss}: cannot use {target.DType.Name} {target.Shape} as labels: they are whole numbers, [N, …] class indices.");
        if (target.Shape != scores.Shape.Without(1))
            throw new ShapeException($"{loss}: cannot use labels {target.Shape} for scores {scores.Shape}: {scores.Shape.Without(1)} is expected.", target.Shape, scores.Shape);
        Tensor labels = target.Cast(DType.Int64).Contiguous();
        int classes = scores.Shape[1];
        long places = target.Rank > 1 ? target.Shape.Slice(1, target.Rank).ElementCount : 1;
        ReadOnlySpan<long> span = labels.Span<long>();
        for (int i = 0; i < span.Length; i++)
            if ((ulong)span[i] >= (ulong)classes)
                throw new IndexException($"{loss}: cannot use label {span[i]} of example {i / places}: there are {classes} classes.", span[i], classes);
        return labels.Unsqueeze(1);
    }
}
