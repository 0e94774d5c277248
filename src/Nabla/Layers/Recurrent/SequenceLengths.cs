namespace Nabla.Layers;

/// <summary>The lengths of the sequences of a batch.</summary>
internal static class SequenceLengths
{
    /// <summary>The lengths, each from 1 to the number of steps.</summary>
    /// <exception cref="DTypeException">They are no whole numbers.</exception>
    /// <exception cref="ShapeException">There is not one for each sequence.</exception>
    /// <exception cref="IndexException">A length is below 1, or above the number of steps.</exception>
    public static long[] Checked(string layer, Tensor lengths, bool single, int batch, int steps)
    {
        if (lengths.DType is not (DType.Int64 or DType.Int32 or DType.UInt8))
            throw new DTypeException($"{layer}: cannot use {lengths.DType.Name} {lengths.Shape} as lengths: they are whole numbers, one for each sequence.");
        Shape expected = single ? [] : [batch];
        if (lengths.Shape != expected && !(single && lengths.Shape == new Shape([1])))
            throw new ShapeException($"{layer}: cannot use lengths {lengths.Shape}: {(single ? "one sequence has one length, [] or [1]" : $"the batch has {batch} sequences, [{batch}] is expected")}.", lengths.Shape);
        var checkedLengths = new long[batch];
        using (new NoGrad()) lengths.Cast(DType.Int64).Contiguous().Span<long>().CopyTo(checkedLengths);
        for (int n = 0; n < batch; n++)
        {
            if (checkedLengths[n] < 1) throw new IndexException($"{layer}: cannot use the length {checkedLengths[n]} of sequence {n}: a sequence has at least 1 step.", checkedLengths[n], steps);
            if (checkedLengths[n] > steps) throw new IndexException($"{layer}: cannot use the length {checkedLengths[n]} of sequence {n}: the input has {steps} steps.", checkedLengths[n], steps);
        }
        return checkedLengths;
    }

    /// <summary>True after each sequence's end, <c>[T, N, 1]</c>.</summary>
    public static Tensor Beyond(long[] lengths, int steps) =>
        (Tensor.Range(0, steps, type: DType.Int64).Unsqueeze(1) >= Tensor.From<long>(lengths)).Unsqueeze(2);
}
