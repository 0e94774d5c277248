using System.Numerics;

namespace Nabla.Backends.Cpu;

/// <summary>Matrix products.</summary>
internal sealed partial class CpuBackend
{
    public Tensor Linear(Tensor x, Tensor weight, Tensor? bias, in Shape shape)
    {
        if (Deferral.Pays(shape, x, weight, bias)) return x.DType == DType.Float32 ? new DeferredLinear<float>(x, weight, bias).For(shape) : new DeferredLinear<double>(x, weight, bias).For(shape);
        Tensor y = Tensor.Allocate(shape, x.DType);
        if (y.ElementCount == 0) return y;
        if (x.DType == DType.Float32) Linear<float>(x, weight, bias, y);
        else Linear<double>(x, weight, bias, y);
        return y;
    }

    static void Linear<T>(Tensor x, Tensor weight, Tensor? bias, Tensor y, IContinuation? then = null) where T : unmanaged, INumberBase<T>
    {
        Matrix<T> left = x.Rank == 2 ? LastMatrix<T>(x) : AllRows<T>(Dense(x)), product = AllRows<T>(y);
        Tensor? row = DenseOrNull(bias);
        Matrix<T> every = row is null ? default : new(row.Array<T>(), row.Offset, product.Rows, product.Columns, 0, 1);
        MatrixProduct.Multiply(left, LastMatrix<T>(weight).Transposed, product, every, then);
    }

    sealed class DeferredLinear<T>(Tensor x, Tensor weight, Tensor? bias) : DeferredSource<T>(x, weight, bias) where T : unmanaged, INumberBase<T>
    {
        public override void Write(Tensor y, IContinuation? then) => Linear<T>(X, Weight, Bias, y, then);
    }

    /// <summary>A contiguous tensor with all axes but the last as rows.</summary>
    static Matrix<T> AllRows<T>(Tensor x) where T : unmanaged =>
        new(x.Array<T>(), x.Offset, (int)x.Shape.CountOf(0, x.Rank - 1), x.Shape[^1], x.Shape[^1], 1);

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
        // Axes of a batch usually lie one distance apart, or the inner ones one and the outer ones another.
        Span<int> sizes = stackalloc int[batch.Rank], strides = stackalloc int[batch.Rank];
        int kept = 0;
        for (int axis = 0; axis < batch.Rank; axis++)
        {
            if (batch[axis] == 1) continue;
            int own = axis - missing, stride = own >= 0 && x.Shape[own] != 1 ? x.Stride(own) : 0;
            if (kept > 0 && strides[kept - 1] == stride * batch[axis]) (sizes[kept - 1], strides[kept - 1]) = (sizes[kept - 1] * batch[axis], stride);
            else (sizes[kept], strides[kept++]) = (batch[axis], stride);
        }
        if (kept == 0) return new BatchOffsets(0);
        if (kept == 1) return new BatchOffsets(strides[0]);
        if (kept == 2) return new BatchOffsets(sizes[1], strides[1], strides[0]);
        var offsets = new int[count];
        int repeat = 1;
        for (int axis = kept - 1; axis >= 0; axis--)
        {
            for (int i = 0; i < count; i++) offsets[i] += i / repeat % sizes[axis] * strides[axis];
            repeat *= sizes[axis];
        }
        return new BatchOffsets(offsets);
    }
}
