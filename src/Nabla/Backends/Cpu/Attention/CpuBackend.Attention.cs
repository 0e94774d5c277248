using System.Numerics;

namespace Nabla.Backends.Cpu;

/// <summary>Attention without a matrix of all scores.</summary>
internal sealed partial class CpuBackend
{
    public void Attend(in AttentionOperands operands, in Sequences y, Tensor logSums)
    {
        if (logSums.DType == DType.Float32) VectorUnits.Single(new AttendWork<float>(operands, y, logSums));
        else VectorUnits.Double(new AttendWork<double>(operands, y, logSums));
    }

    public void AttendBackward(in AttentionOperands operands, in Sequences y, Tensor logSums, in Sequences dy, Sequences? dq, Sequences? dk, Sequences? dv)
    {
        if (logSums.DType == DType.Float32) VectorUnits.Single(new AttendBackwardWork<float>(operands, y, logSums, dy, dq, dk, dv));
        else VectorUnits.Double(new AttendBackwardWork<double>(operands, y, logSums, dy, dq, dk, dv));
    }

    readonly struct AttendWork<T>(AttentionOperands operands, Sequences y, Tensor logSums) : IUnitWork<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run<U, V>()
            where U : struct, IVectorUnit<V, T>
            where V : struct
        {
            var sizes = new AttentionSizes<T>(operands);
            var parts = new AttendParts<U, V, T>(sizes, Entries<T>.Of(y), logSums);
            ForkJoin.Run(parts.Count, in parts, 2 * sizes.NanosecondsOfProduct);
        }
    }

    readonly struct AttendBackwardWork<T>(AttentionOperands operands, Sequences y, Tensor logSums, Sequences dy, Sequences? dq, Sequences? dk, Sequences? dv) : IUnitWork<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run<U, V>()
            where U : struct, IVectorUnit<V, T>
            where V : struct
        {
            var sizes = new AttentionSizes<T>(operands);
            var parts = new AttendBackwardParts<U, V, T>(
                sizes, Entries<T>.Of(y), logSums, Entries<T>.Of(dy), Entries<T>.Of(dq), Entries<T>.Of(dk), Entries<T>.Of(dv));
            ForkJoin.Run(sizes.Count, in parts, 5 * sizes.NanosecondsOfProduct);
        }
    }
}
