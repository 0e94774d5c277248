using System.Numerics;

namespace Nabla.Backends.Cpu;

/// <summary>Attention without a matrix of all scores.</summary>
internal sealed partial class CpuBackend
{
    public void Attend(in AttentionOperands operands, Tensor y, Tensor logSums)
    {
        if (y.DType == DType.Float32) VectorUnits.Single(new AttendWork<float>(operands, y, logSums));
        else VectorUnits.Double(new AttendWork<double>(operands, y, logSums));
    }

    public void AttendBackward(in AttentionOperands operands, Tensor y, Tensor logSums, Tensor dy, Tensor? dq, Tensor? dk, Tensor? dv)
    {
        if (y.DType == DType.Float32) VectorUnits.Single(new AttendBackwardWork<float>(operands, y, logSums, dy, dq, dk, dv));
        else VectorUnits.Double(new AttendBackwardWork<double>(operands, y, logSums, dy, dq, dk, dv));
    }

    readonly struct AttendWork<T>(AttentionOperands operands, Tensor y, Tensor logSums) : IUnitWork<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run<U, V>()
            where U : struct, IVectorUnit<V, T>
            where V : struct
        {
            var sizes = new AttentionSizes<T>(operands);
            var parts = new AttendParts<U, V, T>(sizes, Rows<T>(y), Offsets(y, sizes.Batch, sizes.Count), logSums);
            ForkJoin.Run(parts.Count, in parts, 2 * sizes.NanosecondsOfProduct);
        }
    }

    readonly struct AttendBackwardWork<T>(AttentionOperands operands, Tensor y, Tensor logSums, Tensor dy, Tensor? dq, Tensor? dk, Tensor? dv) : IUnitWork<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run<U, V>()
            where U : struct, IVectorUnit<V, T>
            where V : struct
        {
            var sizes = new AttentionSizes<T>(operands);
            Target<T> At(Tensor? x) => x is null ? default : new(Rows<T>(x), Offsets(x, sizes.Batch, sizes.Count));
            var parts = new AttendBackwardParts<U, V, T>(sizes, Rows<T>(y), Offsets(y, sizes.Batch, sizes.Count), logSums,
                LastMatrix<T>(dy), Offsets(dy, sizes.Batch, sizes.Count), At(dq), At(dk), At(dv));
            ForkJoin.Run(sizes.Count, in parts, 5 * sizes.NanosecondsOfProduct);
        }
    }

    /// <summary>The first matrix of a result; the stride of an axis of one element, which may be anything, is 1.</summary>
    static Matrix<T> Rows<T>(Tensor x) where T : unmanaged =>
        new(x.Array<T>(), x.Offset, x.Shape[^2], x.Shape[^1], x.Stride(x.Rank - 2), x.Shape[^1] == 1 ? 1 : x.Stride(x.Rank - 1));
}
