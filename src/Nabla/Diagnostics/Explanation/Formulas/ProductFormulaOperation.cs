using Nabla.Operations;

namespace Nabla.Diagnostics;

/// <summary>a*b: the product of two numbers, a multiple of a tensor, or the matrix product of vectors and matrices.</summary>
internal sealed class ProductFormulaOperation : BinaryFormulaOperation<Multiply>
{
    public override Tensor Apply(ReadOnlySpan<Tensor> x) => IsMatrixProduct(x) ? x[0].MatMul(x[1]) : base.Apply(x);

    public override string NameOf(ReadOnlySpan<Tensor> x) => IsMatrixProduct(x) ? nameof(MatMul) : Name;

    static bool IsMatrixProduct(ReadOnlySpan<Tensor> x) => x[0].Rank > 0 && x[1].Rank > 0;
}
