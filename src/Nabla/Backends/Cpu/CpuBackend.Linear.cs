using System.Numerics;

namespace Nabla.Backends.Cpu;

/// <summary>The transposes of a linear layer; leading axes are rows.</summary>
internal sealed partial class CpuBackend
{
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
    static Matrix<T> FlatRows<T>(Tensor x) where T : unmanaged => x.Rank == 2 ? LastMatrix<T>(x) : AllRows<T>(Dense(x));
}
