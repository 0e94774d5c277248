using System.Numerics;

namespace Nabla.Backends.Cpu;

/// <summary>Families that take elements from places, or add them to places.</summary>
internal sealed partial class CpuBackend
{
    public Tensor Take(Tensor x, int axis, Tensor index)
    {
        Tensor from = Dense(x), y = Tensor.Allocate(x.Shape.With(axis, index.Shape[0]), x.DType);
        if (y.ElementCount == 0) return y;
        switch (x.DType)
        {
            case DType.Float32: Take<float>(from, axis, index, y); break;
            case DType.Float64: Take<double>(from, axis, index, y); break;
            case DType.Int64: Take<long>(from, axis, index, y); break;
            case DType.Int32: Take<int>(from, axis, index, y); break;
            case DType.UInt8: Take<byte>(from, axis, index, y); break;
            default: Take<bool>(from, axis, index, y); break;
        }
        return y;
    }

    public Tensor TakeAdd(Tensor source, int axis, Tensor index, int size)
    {
        Tensor from = Dense(source), y = Tensor.Zeros(source.Shape.With(axis, size), source.DType);
        if (y.ElementCount == 0 || from.ElementCount == 0) return y;
        switch (source.DType)
        {
            case DType.Float32: TakeAdd<float>(from, axis, index, y); break;
            case DType.Float64: TakeAdd<double>(from, axis, index, y); break;
            case DType.Int64: TakeAdd<long>(from, axis, index, y); break;
            default: throw Unsupported("IndexAdd", source.DType);
        }
        return y;
    }

    public Tensor Gather(Tensor x, int axis, Tensor index)
    {
        Tensor y = Tensor.Allocate(index.Shape, x.DType);
        switch (x.DType)
        {
            case DType.Float32: Gather<float>(x, axis, index, y); break;
            case DType.Float64: Gather<double>(x, axis, index, y); break;
            case DType.Int64: Gather<long>(x, axis, index, y); break;
            case DType.Int32: Gather<int>(x, axis, index, y); break;
            case DType.UInt8: Gather<byte>(x, axis, index, y); break;
            default: Gather<bool>(x, axis, index, y); break;
        }
        return y;
    }

    public Tensor ScatterAdd(Tensor source, int axis, Tensor index, in Shape shape)
    {
        Tensor y = Tensor.Zeros(shape, source.DType);
        switch (source.DType)
        {
            case DType.Float32: ScatterAdd<float>(source, axis, index, y); break;
            case DType.Float64: ScatterAdd<double>(source, axis, index, y); break;
            case DType.Int64: ScatterAdd<long>(source, axis, index, y); break;
            case DType.Int32: ScatterAdd<int>(source, axis, index, y); break;
            default: throw Unsupported("ScatterAdd", source.DType);
        }
        return y;
    }

    static void Take<T>(Tensor x, int axis, Tensor index, Tensor y) where T : unmanaged
    {
        int inner = (int)x.Shape.CountOf(axis + 1, x.Rank), from = x.Shape[axis] * inner, to = y.Shape[axis] * inner;
        for (int outer = 0; outer * to < y.ElementCount; outer++)
            IndexLoops.GatherRows(x.Span<T>().Slice(outer * from, from), index.Span<long>(), inner, y.Span<T>().Slice(outer * to, to));
    }

    static void TakeAdd<T>(Tensor source, int axis, Tensor index, Tensor y) where T : unmanaged
    {
        int inner = (int)y.Shape.CountOf(axis + 1, y.Rank), from = source.Shape[axis] * inner, to = y.Shape[axis] * inner;
        for (int outer = 0; outer * from < source.ElementCount; outer++)
            IndexLoops.ScatterAddRows<T>(source.Span<T>().Slice(outer * from, from), index.Span<long>(), inner, y.Span<T>().Slice(outer * to, to));
    }

    static void Gather<T>(Tensor x, int axis, Tensor index, Tensor y) where T : unmanaged
    {
        if (y.ElementCount == 0) return;
        StridedLoop loop = AlongPlaces(y, x, axis, index);
        T[] from = x.Array<T>(), to = y.Array<T>();
        long[] places = index.Array<long>();
        int along = x.Stride(axis), rows = loop.RowCount, length = loop.RowLength;
        loop.Seek(0);
        for (int row = 0; row < rows; row++, loop.Advance())
            for (int i = 0; i < length; i++)
                to[loop.Offset(0) + i * loop.Stride(0)] =
                    from[loop.Offset(1) + i * loop.Stride(1) + along * (int)places[loop.Offset(2) + i * loop.Stride(2)]];
    }

    static void ScatterAdd<T>(Tensor source, int axis, Tensor index, Tensor y) where T : unmanaged, INumber<T>
    {
        if (source.ElementCount == 0) return;
        StridedLoop loop = AlongPlaces(source, y, axis, index);
        T[] from = source.Array<T>(), to = y.Array<T>();
        long[] places = index.Array<long>();
        int along = y.Stride(axis), rows = loop.RowCount, length = loop.RowLength;
        loop.Seek(0);
        for (int row = 0; row < rows; row++, loop.Advance())
            for (int i = 0; i < length; i++)
                to[loop.Offset(1) + i * loop.Stride(1) + along * (int)places[loop.Offset(2) + i * loop.Stride(2)]] +=
                    from[loop.Offset(0) + i * loop.Stride(0)];
    }

    /// <summary>A walk over the index's shape with three operands: the small tensor, the large one held at place 0 of the axis, and the index.</summary>
    static StridedLoop AlongPlaces(Tensor small, Tensor large, int axis, Tensor index)
    {
        Span<int> strides = stackalloc int[large.Rank];
        for (int i = 0; i < strides.Length; i++) strides[i] = i == axis ? 0 : large.Stride(i);
        var loop = new StridedLoop(index.Shape);
        loop.Add(small);
        loop.Add(large.View(index.Shape, strides, large.Offset));
        loop.Add(index);
        loop.Merge();
        return loop;
    }
}
