namespace Nabla;

/// <summary>Moves elements between views of the same type: memory work, no arithmetic.</summary>
internal static class StridedCopy
{
    /// <summary>A contiguous copy of a view.</summary>
    public static Tensor Contiguous(Tensor x)
    {
        Tensor y = Tensor.Allocate(x.Shape, x.DType);
        Copy(x, y);
        return y;
    }

    /// <summary>Writes a view, broadcast to the destination's shape, over the destination.</summary>
    public static void Copy(Tensor source, Tensor destination)
    {
        switch (source.DType)
        {
            case DType.Float32: Copy<float>(source, destination); break;
            case DType.Float64: Copy<double>(source, destination); break;
            case DType.Int64: Copy<long>(source, destination); break;
            case DType.Int32: Copy<int>(source, destination); break;
            case DType.UInt8: Copy<byte>(source, destination); break;
            default: Copy<bool>(source, destination); break;
        }
    }

    static void Copy<T>(Tensor source, Tensor destination) where T : unmanaged
    {
        if (destination.ElementCount == 0) return;
        source.Settle(); // which may be computed from what is written over
        destination.BeforeChange();
        var loop = new StridedLoop(destination.Shape, source, destination);
        if (TurnedCopy<T>.Fits(loop))
        {
            var turned = new TurnedCopy<T>(loop, source, destination);
            turned.Run(0, turned.Bands);
            return;
        }
        T[] from = source.Array<T>(), to = destination.Array<T>();
        int length = loop.RowLength, rows = loop.RowCount, fromStride = loop.Stride(0), toStride = loop.Stride(1);
        loop.Seek(0);
        for (int row = 0; row < rows; row++, loop.Advance())
        {
            int p = loop.Offset(0), q = loop.Offset(1);
            if (fromStride == 1 && toStride == 1)
                from.AsSpan(p, length).CopyTo(to.AsSpan(q, length));
            else if (fromStride == 0 && toStride == 1)
                to.AsSpan(q, length).Fill(from[p]);
            else
                for (int i = 0; i < length; i++, p += fromStride, q += toStride) to[q] = from[p];
        }
    }
}
