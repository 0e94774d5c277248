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
        x.Settle();
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
        Tensor from = Dense(source), y = Tensor.Zeros(shape, source.DType);
        switch (source.DType)
        {
            case DType.Float32: ScatterAdd<float>(from, axis, index, y); break;
            case DType.Float64: ScatterAdd<double>(from, axis, index, y); break;
            case DType.Int64: ScatterAdd<long>(from, axis, index, y); break;
            case DType.Int32: ScatterAdd<int>(from, axis, index, y); break;
            default: throw Unsupported("ScatterAdd", source.DType);
        }
        return y;
    }

    static void Take<T>(Tensor x, int axis, Tensor index, Tensor y) where T : unmanaged
    {
        var parts = new TakenParts<T>(x, axis, index, y);
        ForkJoin.Run(parts.Count, in parts, y.ElementCount);
    }

    static void TakeAdd<T>(Tensor source, int axis, Tensor index, Tensor y) where T : unmanaged, INumber<T>
    {
        var parts = new AddedParts<T>(source, axis, index, y);
        ForkJoin.Run(parts.Count, in parts, source.ElementCount);
    }

    static void Gather<T>(Tensor x, int axis, Tensor index, Tensor y) where T : unmanaged
    {
        if (y.ElementCount == 0) return;
        var parts = new GatheredParts<T>(AlongPlaces(y, x, axis, index), x, axis, index, y);
        ForkJoin.Run(parts.Count, in parts, 2 * y.ElementCount);
    }

    static void ScatterAdd<T>(Tensor source, int axis, Tensor index, Tensor y) where T : unmanaged, INumber<T>
    {
        if (source.ElementCount == 0) return;
        StridedLoop loop = AlongPlaces(source, y, axis, index);
        T[] from = source.Array<T>(), to = y.Array<T>();
        long[] places = index.Array<long>();
        int along = y.Stride(axis), rows = loop.RowCount, length = loop.RowLength, step = loop.Stride(1);
        loop.Seek(0);
        for (int row = 0; row < rows; row++, loop.Advance())
            IndexLoops.ScatterAdd<T>(from.AsSpan(loop.Offset(0), length), places.AsSpan(loop.Offset(2), length), to.AsSpan(loop.Offset(1)), step, along);
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

    /// <summary>Slices taken from their places, several a part.</summary>
    readonly struct TakenParts<T>(Tensor x, int axis, Tensor index, Tensor y) : IParts where T : unmanaged
    {
        readonly int inner = (int)x.Shape.CountOf(axis + 1, x.Rank);

        public int Count => (Slices - 1) / PerPart + 1;

        int Slices => (int)(y.ElementCount / inner);

        int PerPart => Math.Max(1, 16_384 / inner);

        public void Run(int part)
        {
            ReadOnlySpan<long> places = index.Span<long>();
            int start = part * PerPart, end = Math.Min(Slices, start + PerPart), block = x.Shape[axis] * inner;
            while (start < end)
            {
                (int outer, int first) = Math.DivRem(start, places.Length);
                int count = Math.Min(places.Length - first, end - start);
                IndexLoops.GatherRows(x.Span<T>().Slice(outer * block, block), places.Slice(first, count), inner, y.Span<T>().Slice(start * inner, count * inner));
                start += count;
            }
        }
    }

    /// <summary>Slices added at their places, several outer blocks a part.</summary>
    readonly struct AddedParts<T>(Tensor source, int axis, Tensor index, Tensor y) : IParts where T : unmanaged, INumber<T>
    {
        readonly int inner = (int)y.Shape.CountOf(axis + 1, y.Rank);

        public int Count => (Blocks - 1) / PerPart + 1;

        int From => source.Shape[axis] * inner;

        int To => y.Shape[axis] * inner;

        int Blocks => (int)(y.ElementCount / To);

        int PerPart => Math.Max(1, 16_384 / From);

        public void Run(int part)
        {
            int end = Math.Min(Blocks, (part + 1) * PerPart);
            for (int i = part * PerPart; i < end; i++)
                IndexLoops.ScatterAddRows<T>(source.Span<T>().Slice(i * From, From), index.Span<long>(), inner, y.Span<T>().Slice(i * To, To));
        }
    }

    /// <summary>Elements taken from their places, several rows a part.</summary>
    readonly struct GatheredParts<T>(StridedLoop loop, Tensor x, int axis, Tensor index, Tensor y) : IParts where T : unmanaged
    {
        public int Count => (loop.RowCount - 1) / PerPart + 1;

        int PerPart => Math.Max(1, 16_384 / loop.RowLength);

        public void Run(int part)
        {
            StridedLoop walk = loop;
            int row = part * PerPart, end = Math.Min(walk.RowCount, row + PerPart), length = walk.RowLength;
            walk.Seek(row);
            for (; row < end; row++, walk.Advance())
                IndexLoops.Gather<T>(
                    x.Array<T>(), walk.Offset(1), walk.Stride(1), x.Stride(axis), index.Array<long>().AsSpan(walk.Offset(2), length), y.Array<T>().AsSpan(walk.Offset(0), length));
        }
    }
}
