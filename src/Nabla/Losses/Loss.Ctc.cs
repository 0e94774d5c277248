using Nabla.Operations;

namespace Nabla.Losses;

/// <summary>The loss of sequences without alignment.</summary>
public static partial class Loss
{
    /// <summary>Stands for ln 0 within a sum of exponentials, where −∞ would make derivatives NaN.</summary>
    const double Never = -1e30;

    /// <summary>Connectionist temporal classification: −ln of the probability of all ways in which the steps can spell the labels; reduced.</summary>
    /// <param name="output">Logarithms of probabilities, <c>[steps, N, classes]</c>: <c>LogSoftmax</c>.</param>
    /// <param name="target">Labels without the blank, <c>[N, labels]</c> (int64, int32 or uint8); what lies behind an example's length is not read.</param>
    /// <param name="outputLengths">How many steps each example has, 1 to steps: <c>[N]</c>.</param>
    /// <param name="targetLengths">How many labels each example has, 0 to labels: <c>[N]</c>.</param>
    /// <param name="reduction">Mean (the default) of the losses, each divided by its number of labels; sum; or none.</param>
    /// <param name="blank">The class that spells nothing; 0 by default.</param>
    /// <param name="zeroInfinity">Whether examples whose steps are too few to spell the labels cost 0, as against ∞; no by default.</param>
    /// <returns>A scalar, or for <see cref="Reduction.None"/> <c>[N]</c>.</returns>
    /// <exception cref="ShapeException">The shapes do not fit.</exception>
    /// <exception cref="IndexException">A label is no class, or a length is too large.</exception>
    /// <exception cref="TargetException">A label is the blank.</exception>
    /// <exception cref="DTypeException">Labels or lengths are not whole numbers.</exception>
    /// <remarks>
    /// The forward algorithm over ␣l₁␣l₂␣…, in logarithms. Gradients are those of the output as it stands; PyTorch's are
    /// those of the logits below it, the same once they have passed <c>LogSoftmax</c>. A. Graves and others, 2006.
    /// </remarks>
    public static Tensor Ctc(
        Tensor output, Tensor target, Tensor outputLengths, Tensor targetLengths, Reduction reduction = Reduction.Mean, int blank = 0, bool zeroInfinity = false)
    {
        if (output.Rank != 3 || target.Rank != 2 || target.Shape[0] != output.Shape[1])
            throw new ShapeException($"Ctc: cannot compare {output.Shape} with labels {target.Shape}: [steps, N, classes] and [N, labels] are expected.", output.Shape, target.Shape);
        (int steps, int examples, int classes) = (output.Shape[0], output.Shape[1], output.Shape[2]);
        if ((uint)blank >= (uint)classes) throw new IndexException($"Ctc: cannot use {blank} as the blank: there are {classes} classes.", blank, classes);
        long[] spans = Lengths(outputLengths, examples, 1, steps, "steps"), counts = Lengths(targetLengths, examples, 0, target.Shape[1], "labels");
        (long[] spelled, double[] skips) = Spelled(target, counts, classes, blank);
        int places = 2 * target.Shape[1] + 1;
        Tensor labels = Tensor.Wrap(spelled, [examples, places]), skip = Tensor.Wrap(skips, [examples, places]).Cast(output.DType);
        Tensor live = Tensor.Wrap(spans, [examples, 1]);
        Tensor Emission(int step) => output.Narrow(0, step, 1).Squeeze(0).Gather(1, labels);

        Tensor alpha = Emission(0) + Tensor.Generate([places], output.DType, place => place < 2 ? 0 : Never);
        for (int step = 1; step < steps; step++)
        {
            Tensor one = alpha.Pad(1, 1, 0, PadMode.Constant, Never).Narrow(1, 0, places), two = alpha.Pad(1, 2, 0, PadMode.Constant, Never).Narrow(1, 0, places) + skip;
            Tensor next = Tensor.Stack([alpha, one, two], 2).LogSumExp(2) + Emission(step);
            alpha = Tensor.Where(live > step, next, alpha);
        }
        Tensor last = Tensor.Generate([examples, 2], DType.Int64, i => Math.Max(0, 2 * counts[i / 2] - i % 2));
        Tensor empty = Tensor.Generate([examples, 2], output.DType, i => i % 2 == 1 && counts[i / 2] == 0 ? Never : 0);
        Tensor losses = -(alpha.Gather(1, last) + empty).LogSumExp(1);
        losses = losses.MaskedFill(losses.Detach() > -Never / 10, zeroInfinity ? 0 : double.PositiveInfinity);
        return reduction == Reduction.Mean ? (losses / Tensor.Generate([examples], output.DType, i => Math.Max(1, counts[i]))).Mean() : reduction.Of(losses);
    }

    /// <summary>The labels with blanks around each, and where a blank may be skipped: 0, else <see cref="Never"/>.</summary>
    static (long[] Labels, double[] Skips) Spelled(Tensor target, long[] counts, int classes, int blank)
    {
        if (target.DType.IsFloatingPoint || target.DType == DType.Bool)
            throw new DTypeException($"Ctc: cannot use {target.DType.Name} {target.Shape} as labels: they are whole numbers.");
        long[] given = target.Cast(DType.Int64).ToArray<long>();
        int most = target.Shape[1], places = 2 * most + 1;
        var labels = new long[counts.Length * places];
        var skips = new double[labels.Length];
        Array.Fill(labels, blank);
        Array.Fill(skips, Never);
        for (int n = 0; n < counts.Length; n++)
            for (int i = 0; i < counts[n]; i++)
            {
                long label = given[n * most + i];
                if ((ulong)label >= (ulong)classes) throw new IndexException($"Ctc: cannot use label {label} of example {n}: there are {classes} classes.", label, classes);
                if (label == blank) throw new TargetException($"Ctc: cannot use label {label} of example {n}: it is the blank.", label, n * most + i);
                labels[n * places + 2 * i + 1] = label;
                if (i > 0 && label != given[n * most + i - 1]) skips[n * places + 2 * i + 1] = 0;
            }
        return (labels, skips);
    }

    static long[] Lengths(Tensor lengths, int examples, int least, int most, string what)
    {
        if (lengths.DType.IsFloatingPoint || lengths.DType == DType.Bool)
            throw new DTypeException($"Ctc: cannot use {lengths.DType.Name} {lengths.Shape} as numbers of {what}: they are whole numbers.");
        if (lengths.Shape != new Shape([examples]))
            throw new ShapeException($"Ctc: cannot use numbers of {what} {lengths.Shape}: [{examples}] is expected.", lengths.Shape);
        long[] values = lengths.Cast(DType.Int64).ToArray<long>();
        int wrong = Array.FindIndex(values, v => v < least || v > most);
        return wrong < 0 ? values : throw new IndexException($"Ctc: cannot use {values[wrong]} {what} of example {wrong}: {least} to {most} are there.", values[wrong], most);
    }

    static IEnumerable<Sample> CtcSamples(RandomStream random)
    {
        Tensor labels = Tensor.From(new long[,] { { 1, 1 }, { 2, 0 } }), steps = Tensor.From<long>(4, 3), counts = Tensor.From<long>(2, 1);
        return from reduction in Enum.GetValues<Reduction>()
               select new Sample($"Loss.{nameof(Ctc)}", x => Ctc(x[0].LogSoftmax(), labels, steps, counts, reduction), Sample.Point(random, [4, 2, 3]));
    }
}
