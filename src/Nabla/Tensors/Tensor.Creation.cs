using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Nabla;

/// <summary>Making tensors, and reading them out.</summary>
public partial class Tensor
{
    /// <summary>A scalar: a tensor without axes.</summary>
    /// <param name="value">Its one element.</param>
    /// <param name="type">The element type, float32 unless given.</param>
    public static Tensor Scalar(double value, DType type = DType.Float32) => Full([], value, type);

    /// <summary>A tensor of zeros.</summary>
    /// <param name="shape">The sizes of the axes.</param>
    /// <param name="type">The element type, float32 unless given.</param>
    public static Tensor Zeros(Shape shape, DType type = DType.Float32) => Full(shape, 0, type);

    /// <summary>A tensor of ones.</summary>
    /// <param name="shape">The sizes of the axes.</param>
    /// <param name="type">The element type, float32 unless given.</param>
    public static Tensor Ones(Shape shape, DType type = DType.Float32) => Full(shape, 1, type);

    /// <summary>A tensor whose elements are all equal.</summary>
    /// <param name="shape">The sizes of the axes.</param>
    /// <param name="value">The elements' value, converted to <paramref name="type"/> by truncation.</param>
    /// <param name="type">The element type, float32 unless given.</param>
    public static Tensor Full(Shape shape, double value, DType type = DType.Float32)
    {
        Tensor y = Allocate(shape, type);
        switch (type)
        {
            case DType.Float32: y.Span<float>().Fill((float)value); break;
            case DType.Float64: y.Span<double>().Fill(value); break;
            case DType.Int64: y.Span<long>().Fill((long)value); break;
            case DType.Int32: y.Span<int>().Fill((int)value); break;
            case DType.UInt8: y.Span<byte>().Fill((byte)value); break;
            default: y.Span<bool>().Fill(value != 0); break;
        }
        return y;
    }

    /// <summary>The numbers from <paramref name="start"/> to before <paramref name="end"/> in steps, as a vector.</summary>
    /// <param name="start">The first number.</param>
    /// <param name="end">The bound, never reached.</param>
    /// <param name="step">The difference of neighbours, not 0; negative counts down.</param>
    /// <param name="type">The element type, float32 unless given.</param>
    /// <returns>A vector of ⌈(end − start)/step⌉ elements; element i is start + i·step, computed in float64.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="step"/> is 0 or not finite.</exception>
    public static Tensor Range(double start, double end, double step = 1, DType type = DType.Float32)
    {
        if (step == 0 || !double.IsFinite(step)) throw new ArgumentOutOfRangeException(nameof(step), step, "Tensor.Range: cannot count in steps of 0 or of a number that is not finite.");
        double count = Math.Max(0, Math.Ceiling((end - start) / step));
        if (!(count <= System.Array.MaxLength)) throw new ShapeException($"Tensor.Range: cannot hold {count} elements: at most {System.Array.MaxLength} fit one tensor.");
        return Generate([(int)count], type, i => start + i * step);
    }

    /// <summary>Evenly spaced numbers, both ends included.</summary>
    /// <param name="start">The first number.</param>
    /// <param name="end">The last number.</param>
    /// <param name="count">How many, ≥ 1; one is <paramref name="start"/> alone.</param>
    /// <param name="type">The element type, float32 unless given.</param>
    public static Tensor Linspace(double start, double end, int count, DType type = DType.Float32)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Generate([count], type, i => i == count - 1 && count > 1 ? end : start + (count > 1 ? i * ((end - start) / (count - 1)) : 0));
    }

    /// <summary>The identity matrix.</summary>
    /// <param name="size">Rows and columns.</param>
    /// <param name="type">The element type, float32 unless given.</param>
    public static Tensor Eye(int size, DType type = DType.Float32) => Generate([size, size], type, i => i / size == i % size ? 1 : 0);

    /// <summary>A tensor of given elements.</summary>
    /// <typeparam name="T">float, double, long, int, byte or bool.</typeparam>
    /// <param name="elements">The elements in row-major order; they are copied.</param>
    /// <param name="shape">The sizes of the axes.</param>
    /// <exception cref="ShapeException">The shape has another number of elements.</exception>
    public static Tensor From<T>(ReadOnlySpan<T> elements, Shape shape) where T : unmanaged
    {
        if (shape.ElementCount != elements.Length)
            throw new ShapeException($"Tensor.From: cannot shape {elements.Length} elements as {shape}: the shape has {shape.ElementCount}.", shape);
        Tensor y = Allocate(shape, DType.Of<T>());
        elements.CopyTo(y.Span<T>());
        return y;
    }

    /// <summary>A tensor over an array, without a copy: for data too large to have twice.</summary>
    /// <typeparam name="T">float, double, long, int, byte or bool.</typeparam>
    /// <param name="elements">The elements in row-major order. The array is the tensor's from now on: do not write to it.</param>
    /// <param name="shape">The sizes of the axes.</param>
    /// <exception cref="ShapeException">The shape has another number of elements.</exception>
    public static Tensor Wrap<T>(T[] elements, Shape shape) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(elements);
        if (shape.ElementCount != elements.Length)
            throw new ShapeException($"Tensor.Wrap: cannot shape {elements.Length} elements as {shape}: the shape has {shape.ElementCount}.", shape);
        return new(elements, DType.Of<T>(), shape);
    }

    /// <summary>A vector of given elements.</summary>
    /// <typeparam name="T">float, double, long, int, byte or bool.</typeparam>
    /// <param name="elements">The elements; they are copied.</param>
    public static Tensor From<T>(params ReadOnlySpan<T> elements) where T : unmanaged => From(elements, [elements.Length]);

    /// <summary>A vector of an array's elements.</summary>
    /// <typeparam name="T">float, double, long, int, byte or bool.</typeparam>
    /// <param name="elements">The elements; they are copied.</param>
    public static Tensor From<T>(T[] elements) where T : unmanaged => From((ReadOnlySpan<T>)elements, [elements.Length]);

    /// <summary>A matrix of given elements.</summary>
    /// <typeparam name="T">float, double, long, int, byte or bool.</typeparam>
    /// <param name="elements">The elements; they are copied.</param>
    public static Tensor From<T>(T[,] elements) where T : unmanaged => FromArray<T>(elements);

    /// <summary>A tensor of rank 3 of given elements.</summary>
    /// <typeparam name="T">float, double, long, int, byte or bool.</typeparam>
    /// <param name="elements">The elements; they are copied.</param>
    public static Tensor From<T>(T[,,] elements) where T : unmanaged => FromArray<T>(elements);

    /// <summary>A tensor of rank 4 of given elements.</summary>
    /// <typeparam name="T">float, double, long, int, byte or bool.</typeparam>
    /// <param name="elements">The elements; they are copied.</param>
    public static Tensor From<T>(T[,,,] elements) where T : unmanaged => FromArray<T>(elements);

    /// <summary>A number as a float32 scalar, written out: <c>(Tensor)2.0</c>.</summary>
    /// <param name="value">The number.</param>
    public static explicit operator Tensor(double value) => Scalar(value);

    /// <summary>The one element of a tensor that has just one.</summary>
    /// <param name="x">The tensor.</param>
    /// <exception cref="ShapeException">There is not exactly one element.</exception>
    public static explicit operator double(Tensor x) => x.Item();

    /// <summary>The one element of a tensor that has just one.</summary>
    /// <param name="x">The tensor.</param>
    /// <exception cref="ShapeException">There is not exactly one element.</exception>
    public static explicit operator float(Tensor x) => (float)x.Item();

    /// <summary>The one element of a tensor that has just one, as a double.</summary>
    /// <exception cref="ShapeException">There is not exactly one element.</exception>
    public double Item()
    {
        if (ElementCount != 1) throw new ShapeException($"Item: cannot read one number out of {Shape}: it has {ElementCount} elements.", Shape);
        return ElementAt(Offset);
    }

    /// <summary>A copy of the elements in row-major order.</summary>
    /// <typeparam name="T">The tensor's element type in C#.</typeparam>
    /// <exception cref="DTypeException"><typeparamref name="T"/> is not the tensor's element type.</exception>
    /// <exception cref="ShapeException">There are more elements than an array holds.</exception>
    public T[] ToArray<T>() where T : unmanaged
    {
        if (ElementCount > System.Array.MaxLength)
            throw new ShapeException($"Tensor: cannot copy {Shape} to an array: it has {ElementCount} elements, at most {System.Array.MaxLength} fit.", Shape);
        var copy = new T[ElementCount];
        CopyTo<T>(copy);
        return copy;
    }

    /// <summary>Copies the elements in row-major order.</summary>
    /// <typeparam name="T">The tensor's element type in C#.</typeparam>
    /// <param name="destination">Where to; at least as long as the tensor.</param>
    /// <exception cref="DTypeException"><typeparamref name="T"/> is not the tensor's element type.</exception>
    /// <exception cref="ShapeException">The destination is too short.</exception>
    public void CopyTo<T>(Span<T> destination) where T : unmanaged
    {
        if (DType.Of<T>() != DType)
            throw new DTypeException($"Tensor: cannot copy {DType.Name} elements to {DType.Of<T>().Name}: the types differ. Cast the tensor first.");
        if (destination.Length < ElementCount)
            throw new ShapeException($"Tensor: cannot copy {Shape} to a span of {destination.Length}: it has {ElementCount} elements.", Shape);
        Tensor rows = IsContiguous ? this : StridedCopy.Contiguous(this);
        rows.Span<T>().CopyTo(destination);
    }

    /// <summary>The elements as doubles in row-major order, whatever their type: for messages, printing and tests.</summary>
    public double[] ToDoubles() => DType switch
    {
        DType.Float32 => System.Array.ConvertAll(ToArray<float>(), x => (double)x),
        DType.Float64 => ToArray<double>(),
        DType.Int64 => System.Array.ConvertAll(ToArray<long>(), x => (double)x),
        DType.Int32 => System.Array.ConvertAll(ToArray<int>(), x => (double)x),
        DType.UInt8 => System.Array.ConvertAll(ToArray<byte>(), x => (double)x),
        _ => System.Array.ConvertAll(ToArray<bool>(), x => x ? 1.0 : 0.0),
    };

    double ElementAt(int position) => DType switch
    {
        DType.Float32 => Array<float>()[position],
        DType.Float64 => Array<double>()[position],
        DType.Int64 => Array<long>()[position],
        DType.Int32 => Array<int>()[position],
        DType.UInt8 => Array<byte>()[position],
        _ => Array<bool>()[position] ? 1 : 0,
    };

    static Tensor FromArray<T>(Array elements) where T : unmanaged
    {
        Span<int> sizes = stackalloc int[elements.Rank];
        for (int i = 0; i < elements.Rank; i++) sizes[i] = elements.GetLength(i);
        Tensor y = Allocate(new Shape(sizes), DType.Of<T>());
        if (elements.Length > 0)
            MemoryMarshal.CreateReadOnlySpan(
                ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(elements)), elements.Length).CopyTo(y.Span<T>());
        return y;
    }

    internal static Tensor Generate(Shape shape, DType type, Func<long, double> element)
    {
        Tensor y = Allocate(shape, type);
        int count = (int)y.ElementCount;
        for (int i = 0; i < count; i++)
        {
            double value = element(i);
            switch (type)
            {
                case DType.Float32: y.Array<float>()[i] = (float)value; break;
                case DType.Float64: y.Array<double>()[i] = value; break;
                case DType.Int64: y.Array<long>()[i] = (long)value; break;
                case DType.Int32: y.Array<int>()[i] = (int)value; break;
                case DType.UInt8: y.Array<byte>()[i] = (byte)value; break;
                default: y.Array<bool>()[i] = value != 0; break;
            }
        }
        return y;
    }
}
