using System.Numerics;
using System.Runtime.InteropServices;

namespace Nabla.Operations;

/// <summary>Tensors of places along an axis, checked once at the public entry.</summary>
internal static class Places
{
    /// <summary>The places as contiguous int64, every one inside its axis.</summary>
    public static Tensor Checked(Tensor index, in Shape shape, int axis, string operation)
    {
        if (index.DType.IsFloatingPoint || index.DType == DType.Bool)
            throw new DTypeException($"{operation}: cannot index with {index.DType.Name}: places are whole numbers (int64, int32 or uint8).");
        Tensor places = index.Cast(DType.Int64).Contiguous();
        int size = shape[axis];
        ReadOnlySpan<long> span = places.Span<long>();
        for (int i = CountInside(span, size); i < span.Length; i++)
            if ((ulong)span[i] >= (ulong)size)
                throw new IndexException($"{operation}: cannot take place {span[i]} of axis {axis} of {shape}: its size is {size}. (Place number {i} of {index.Shape}.)", span[i], size);
        return places;
    }

    /// <summary>How many places from the first on are surely inside, seen a register at a time.</summary>
    static int CountInside(ReadOnlySpan<long> places, int size)
    {
        ReadOnlySpan<Vector<ulong>> registers = MemoryMarshal.Cast<long, Vector<ulong>>(places);
        var end = new Vector<ulong>((ulong)size);
        int inside = 0;
        while (inside < registers.Length && Vector.LessThanAll(registers[inside], end)) inside++;
        return inside * Vector<ulong>.Count;
    }
}
