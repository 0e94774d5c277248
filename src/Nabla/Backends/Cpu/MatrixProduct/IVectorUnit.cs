namespace Nabla.Backends.Cpu;

/// <summary>The few vector instructions that a matrix product is made of, for one width and one element type.</summary>
/// <typeparam name="V">The register.</typeparam>
/// <typeparam name="T">The element.</typeparam>
internal unsafe interface IVectorUnit<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>Elements in a register.</summary>
    static abstract int Count { get; }

    /// <summary>Rows of the register tile: 8 with 32 registers, 4 with 16 (rows × 3 accumulators, 3 of B, 1 of A).</summary>
    static abstract int Rows { get; }

    static abstract V Load(T* source);

    static abstract void Store(T* destination, V value);

    static abstract V Broadcast(T value);

    static abstract V Add(V x, V y);

    static abstract T AddElement(T x, T y);

    static abstract T MultiplyAddElement(T x, T y, T z);

    /// <summary>x·y + z, in one rounding where the processor can.</summary>
    static abstract V MultiplyAdd(V x, V y, V z);

    /// <summary>Sum of the elements, in a fixed order.</summary>
    static abstract T Sum(V x);

    /// <summary>Rows and columns of the block that <see cref="Transpose"/> turns: rows = <see cref="Count"/>, columns = this.</summary>
    static abstract int TransposeDepth { get; }

    /// <summary>
    /// Turns a block: reads <see cref="TransposeDepth"/> consecutive elements from each of <see cref="Count"/> rows that are
    /// <paramref name="sourceStride"/> apart, and writes as many registers, <paramref name="destinationStride"/> elements apart.
    /// </summary>
    static abstract void Transpose(T* source, nint sourceStride, T* destination, nint destinationStride);
}
