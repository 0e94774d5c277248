using System.Runtime.CompilerServices;

namespace Nabla;

/// <summary>The type of a tensor's elements.</summary>
public enum DType : byte
{
    /// <summary>True or false, one byte.</summary>
    Bool,

    /// <summary>Whole numbers 0 to 255: pixels and other raw data.</summary>
    UInt8,

    /// <summary>32-bit whole numbers.</summary>
    Int32,

    /// <summary>64-bit whole numbers: labels and indices.</summary>
    Int64,

    /// <summary>32-bit floating point: the default.</summary>
    Float32,

    /// <summary>64-bit floating point: gradient checks and reference values.</summary>
    Float64,
}

/// <summary>What is true of element types.</summary>
public static class DTypeExtensions
{
    extension(DType type)
    {
        /// <summary>Bytes of one element.</summary>
        public int Size => type switch
        {
            DType.Bool or DType.UInt8 => 1,
            DType.Int32 or DType.Float32 => 4,
            _ => 8,
        };

        /// <summary>Whether the type is float32 or float64: only such tensors have gradients.</summary>
        public bool IsFloatingPoint => type >= DType.Float32;

        /// <summary>The name that files and messages use: <c>float32</c>, <c>int64</c>, …</summary>
        public string Name => type switch
        {
            DType.Bool => "bool",
            DType.UInt8 => "uint8",
            DType.Int32 => "int32",
            DType.Int64 => "int64",
            DType.Float32 => "float32",
            _ => "float64",
        };

        /// <summary>The type of a result that mixes two types.</summary>
        /// <remarks>
        /// Floating point wins over whole numbers and those over bool; within a kind the wider type wins
        /// (uint8 with int32 gives int32). A C# number mixed with a tensor takes the tensor's type, except that a
        /// fraction mixed with whole numbers makes them float32.
        /// </remarks>
        /// <param name="a">One type.</param>
        /// <param name="b">The other.</param>
        /// <returns>The promoted type; the order of the arguments does not matter.</returns>
        public static DType Promote(DType a, DType b) => a > b ? a : b;

        /// <summary>The type whose elements are <typeparamref name="T"/> in C#.</summary>
        /// <exception cref="DTypeException">No tensor has elements of type <typeparamref name="T"/>.</exception>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static DType Of<T>()
        {
            if (typeof(T) == typeof(float)) return DType.Float32;
            if (typeof(T) == typeof(double)) return DType.Float64;
            if (typeof(T) == typeof(long)) return DType.Int64;
            if (typeof(T) == typeof(int)) return DType.Int32;
            if (typeof(T) == typeof(byte)) return DType.UInt8;
            if (typeof(T) == typeof(bool)) return DType.Bool;
            throw new DTypeException($"Tensor: cannot hold elements of type {typeof(T).Name}: the types are float, double, long, int, byte and bool.");
        }
    }
}
