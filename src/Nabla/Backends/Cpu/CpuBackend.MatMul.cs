using System.Numerics;

namespace Nabla.Backends.Cpu;

/// <summary>Matrix products.</summary>
internal sealed partial class CpuBackend
{
    public Tensor MatMul(Tensor a, Tensor b, in Shape shape)
    {
        Tensor y = Tensor.Allocate(shape, a.DType);
        if (y.ElementCount == 0) return y;
        if (a.DType == DType.Float32) MatMul<float>(a, b, y);
        else MatMul<double>(a, b, y);
        return y;
    }

    static void MatMul<T>(Tensor a, Tensor b, Tensor y) where T : unmanaged, INumberBase<T>
    {
        Matrix<T> left = LastMatrix<T>(a), right = LastMatrix<T>(b), product = LastMatrix<T>(y);
        if (y.Rank == 2)
        {
            MatrixProduct.Multiply(left, right, product);
            return;
        }
        Shape batch = y.Shape.Slice(0, y.Rank - 2);
        int count = (int)batch.ElementCount;
        MatrixProduct.MultiplyBatch(
            left, Offsets(a, batch, count), right, Offsets(b, batch, count), product, new BatchOffsets(product.Rows * product.Columns), count);
    }

    internal static Matrix<T> LastMatrix<T>(Tensor x) where T : unmanaged =>
        new(x.Array<T>(), x.Offset, x.Shape[^2], x.Shape[^1], x.Stride(x.Rank - 2), x.Stride(x.Rank - 1));

    /// <summary>Where each matrix of a broadcast batch begins, relative to the first.</summary>
    internal static BatchOffsets Offsets(Tensor x, in Shape batch, int count)
    {
        int missing = batch.Rank - (x.Rank - 2);
        Span<int> strides = stackalloc int[batch.Rank];
        for (int axis = 0; axis < batch.Rank; axis++)
            strides[axis] = axis >= missing && x.Shape[axis - missing] != 1 ? x.Stride(axis - missing) : 0;
        return BatchOffsets.Of(batch, strides, count);
    }
}
