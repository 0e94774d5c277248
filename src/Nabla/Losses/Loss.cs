using Nabla.Operations;

namespace Nabla.Losses;

/// <summary>Losses: how far outputs are from targets. Each is also a value: <c>new Trainer(model, optimizer, Loss.CrossEntropy)</c>.</summary>
public static partial class Loss
{
    internal static IEnumerable<Sample> Samples(RandomStream random) =>
    [
        .. MseSamples(random), .. L1Samples(random), .. SmoothL1Samples(random),
        .. HuberSamples(random), .. CrossEntropySamples(random), .. NegativeLogLikelihoodSamples(random),
        .. BinaryCrossEntropySamples(random), .. ProbabilityCrossEntropySamples(random), .. KullbackLeiblerSamples(random),
        .. PoissonNllSamples(random), .. GaussianNllSamples(random), .. MulticlassHingeSamples(random),
        .. MultiMarginSamples(random), .. HingeEmbeddingSamples(random), .. SoftMarginSamples(random),
        .. MultiLabelSoftMarginSamples(random), .. PerceptronSamples(random), .. MarginRankingSamples(random),
        .. CosineEmbeddingSamples(random), .. TripletMarginSamples(random), .. CtcSamples(random), .. FocalSamples(random),
        .. DiceSamples(random), .. SequenceCrossEntropySamples(random),
    ];

    static Shape SameShape(string loss, Tensor output, Tensor target) => output.Shape == target.Shape
        ? output.Shape
        : throw new ShapeException($"{loss}: cannot compare {output.Shape} with {target.Shape}: the shapes differ.", output.Shape, target.Shape);

    /// <summary>Class indices as int64 with the axis of the classes put in, every one checked.</summary>
    static Tensor Classes(string loss, Tensor scores, Tensor target, int? ignoreIndex = null)
    {
        if (scores.Rank < 2)
            throw new ShapeException($"{loss}: cannot use scores {scores.Shape}: they have {scores.Rank} axes, [N, classes, …] needs at least 2.", scores.Shape);
        if (target.DType.IsFloatingPoint || target.DType == DType.Bool)
            throw new DTypeException($"{loss}: cannot use {target.DType.Name} {target.Shape} as labels: they are whole numbers, [N, …] class indices.");
        if (target.Shape != scores.Shape.Without(1))
            throw new ShapeException($"{loss}: cannot use labels {target.Shape} for scores {scores.Shape}: {scores.Shape.Without(1)} is expected.", target.Shape, scores.Shape);
        Tensor labels = target.Cast(DType.Int64).Contiguous();
        int classes = scores.Shape[1];
        long places = target.Rank > 1 ? target.Shape.CountOf(1, target.Rank) : 1;
        ReadOnlySpan<long> span = labels.Span<long>();
        for (int i = 0; i < span.Length; i++)
            if ((ulong)span[i] >= (ulong)classes && span[i] != ignoreIndex)
                throw new IndexException($"{loss}: cannot use label {span[i]} of example {i / places}: there are {classes} classes.", span[i], classes);
        return labels.Unsqueeze(1);
    }

    /// <summary>The sizes of a vector that runs along the classes: <c>[classes, 1, …]</c>.</summary>
    static Shape AlongClasses(in Shape scores)
    {
        Span<int> sizes = stackalloc int[scores.Rank - 1];
        sizes.Fill(1);
        sizes[0] = scores[1];
        return new(sizes);
    }

    /// <summary>Weights of classes, one a class.</summary>
    static Tensor Weights(string loss, Tensor weight, in Shape scores) => weight.Shape == new Shape([scores[1]])
        ? weight
        : throw new ShapeException($"{loss}: cannot use weights {weight.Shape} for scores {scores}: [{scores[1]}] is expected.", weight.Shape, scores);

    /// <summary>The weight of each example's class.</summary>
    static Tensor ClassWeights(string loss, Tensor weight, in Shape scores, Tensor labels)
    {
        Tensor places = labels.Squeeze(1);
        return Weights(loss, weight, scores).IndexSelect(0, places.Reshape([-1])).Reshape(places.Shape);
    }

    /// <summary>Refuses targets that are neither 1 nor −1.</summary>
    static void Signs(string loss, Tensor target)
    {
        double[] values = target.ToDoubles();
        int wrong = Array.FindIndex(values, v => v is not (1 or -1));
        if (wrong >= 0)
            throw new TargetException(FormattableString.Invariant($"{loss}: cannot use the target {values[wrong]} of element {wrong}: it is 1 or -1."), values[wrong], wrong);
    }
}
