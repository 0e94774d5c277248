namespace Nabla.Backends.Cpu;

/// <summary>What a step of rows reads: a tensor whose elements lie flat and repeat after a period, or one number.</summary>
internal readonly struct RowOperand<T> where T : unmanaged
{
    /// <summary>The tensor; null for a number.</summary>
    public readonly Tensor? Tensor;

    /// <summary>The number where there is no tensor.</summary>
    public readonly T Number;

    readonly int version;

    public RowOperand(Tensor tensor) => (Tensor, version) = (tensor, tensor.Version);

    RowOperand(T number) => Number = number;

    /// <summary>Whether nothing else changed the elements since.</summary>
    public bool IsUnchanged => Tensor is null || Tensor.Version == version;

    /// <summary>Looks at an operand that broadcasts to a shape; false where its elements lie in another way, or belong to another step.</summary>
    public static bool TryOf(Tensor x, in Shape shape, out RowOperand<T> operand)
    {
        operand = default;
        if (x.ElementCount == 1)
        {
            operand = new(x.Array<T>()[x.Offset]);
            return true;
        }
        if (!x.IsContiguous || !EndsWith(shape, x.Shape) || !x.Lasts) return false;
        operand = new(x);
        return true;
    }

    /// <summary>Whether a shape has the sizes of another at its end: what broadcasts then repeats row by row.</summary>
    static bool EndsWith(in Shape shape, in Shape end)
    {
        ReadOnlySpan<int> sizes = end.Span;
        while (sizes.Length > 0 && sizes[0] == 1) sizes = sizes[1..];
        return shape.Span.EndsWith(sizes);
    }
}
