using System.Numerics;

namespace Nabla.Backends.Cpu;

/// <summary>A linear layer and its transposes; leading axes are rows.</summary>
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
        Matrix<T> product = FlatRows<T>(y);
        Tensor? row = DenseOrNull(bias);
        Matrix<T> every = row is null ? default : new(row.Array<T>(), row.Offset, product.Rows, product.Columns, 0, 1);
        MatrixProduct.Multiply(FlatRows<T>(x), LastMatrix<T>(weight).Transposed, product, every, then);
    }

    sealed class DeferredLinear<T>(Tensor x, Tensor weight, Tensor? bias) : DeferredSource<T>(x, weight, bias) where T : unmanaged, INumberBase<T>
    {
        public override void Write(Tensor y, IContinuation? then) => Linear<T>(X, Weight, Bias, y, then);
    }

    public Tensor LinearTransposed(Tensor dy, Tensor weight, in Shape shape)
    {
        Tensor dx = Tensor.Allocate(shape, dy.DType);
        if (dx.ElementCount == 0) return dx;
        if (dy.DType == DType.Float32) LinearTransposed<float>(dy, weight, dx);
        else LinearTransposed<double>(dy, weight, dx);
        return dx;
    }

    public Tensor LinearWeight(Tensor x, Tensor dy, in Shape shape)
    {
        Tensor dweight = Tensor.Allocate(shape, dy.DType);
        if (dweight.ElementCount == 0) return dweight;
        if (dy.DType == DType.Float32) LinearWeight<float>(x, dy, dweight);
        else LinearWeight<double>(x, dy, dweight);
        return dweight;
    }

    static void LinearTransposed<T>(Tensor dy, Tensor weight, Tensor dx) where T : unmanaged, INumberBase<T> =>
        MatrixProduct.Multiply(FlatRows<T>(dy), LastMatrix<T>(weight), FlatRows<T>(dx));

    static void LinearWeight<T>(Tensor x, Tensor dy, Tensor dweight) where T : unmanaged, INumberBase<T> =>
        MatrixProduct.Multiply(FlatRows<T>(dy).Transposed, FlatRows<T>(x), LastMatrix<T>(dweight));

    /// <summary>All axes but the last as rows; a matrix as it lies.</summary>
    static Matrix<T> FlatRows<T>(Tensor x) where T : unmanaged
    {
        if (x.Rank == 2) return LastMatrix<T>(x);
        Tensor rows = Dense(x);
        return new(rows.Array<T>(), rows.Offset, (int)x.Shape.CountOf(0, x.Rank - 1), x.Shape[^1], x.Shape[^1], 1);
    }
}
