using System.Numerics;

namespace Nabla.Backends.Cpu;

/// <summary>Matrix products.</summary>
internal sealed partial class CpuBackend
{
    public Tensor Linear(Tensor x, Tensor weight, Tensor? bias)
    {
        Tensor y = Tensor.Allocate([x.Shape[0], weight.Shape[0]], x.DType);
        if (y.ElementCount == 0) return y;
        if (x.DType == DType.Float32) Linear<float>(x, weight, bias, y);
        else Linear<double>(x, weight, bias, y);
        return y;
    }

    static void Linear<T>(Tensor x, Tensor weight, Tensor? bias, Tensor y) where T : unmanaged, INumberBase<T>
    {
        Tensor? row = DenseOrNull(bias);
        Matrix<T> every = row is null ? default : new(row.Array<T>(), row.Offset, y.Shape[0], y.Shape[1], 0, 1);
        MatrixProduct.Multiply(LastMatrix<T>(x), LastMatrix<T>(weight).Transposed, LastMatrix<T>(y), every);
    }

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
        var offsets = new int[count];
        int missing = batch.Rank - (x.Rank - 2);
        int repeat = 1;
        for (int axis = batch.Rank - 1; axis >= 0; axis--)
        {
            int own = axis - missing, stride = own >= 0 && x.Shape[own] != 1 ? x.Stride(own) : 0;
            for (int i = 0; i < count; i++) offsets[i] += i / repeat % batch[axis] * stride;
            repeat *= batch[axis];
        }
        return new BatchOffsets(offsets);
    }
}
