using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary>y = ln softmax(x), or its exponential, row by row: <c>[rows, n]</c>.</summary>
internal readonly struct SoftmaxRows<T>(Tensor x, bool logarithm, Tensor y) : ILaneRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Over<V>(int first, int end) where V : struct, ILane<V, T>
    {
        int size = x.Shape[1];
        ref T from = ref MemoryMarshal.GetReference(x.Span<T>()), to = ref MemoryMarshal.GetReference(y.Span<T>());
        for (int row = first; row < end; row++)
        {
            ref T a = ref Unsafe.Add(ref from, (nint)row * size), b = ref Unsafe.Add(ref to, (nint)row * size);
            (T most, T sum) = SoftmaxRow.Sum<V, T>(ref a, size);
            V shift = V.Broadcast(most), less = V.Broadcast(sum);
            for (nint j = 0; j < size; j += V.Count)
            {
                V v = SoftmaxRow.Load(ref a, j, size, shift) - shift - less;
                SoftmaxRow.Store(logarithm ? v : V.Exp(v), ref b, j, size);
            }
        }
    }
}

/// <summary>dx = y·(dy − Σ dy·y) for y = softmax(x), or dx = dy − eʸ·Σ dy for its logarithm, row by row.</summary>
internal readonly struct SoftmaxBackwardRows<T>(Tensor y, bool logarithm, Tensor dy, Tensor dx) : ILaneRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Over<V>(int first, int end) where V : struct, ILane<V, T>
    {
        int size = y.Shape[1];
        V zero = V.Constant(0);
        ref T output = ref MemoryMarshal.GetReference(y.Span<T>()), upstream = ref MemoryMarshal.GetReference(dy.Span<T>()), to = ref MemoryMarshal.GetReference(dx.Span<T>());
        for (int row = first; row < end; row++)
        {
            nint at = (nint)row * size;
            ref T a = ref Unsafe.Add(ref output, at), d = ref Unsafe.Add(ref upstream, at), b = ref Unsafe.Add(ref to, at);
            double total = 0;
            for (int start = 0; start < size; start += SoftmaxRow.Stretch)
            {
                V part = zero;
                int stop = Math.Min(size, start + SoftmaxRow.Stretch);
                for (nint j = start; j < stop; j += V.Count)
                {
                    V v = SoftmaxRow.Load(ref d, j, size, zero);
                    part += logarithm ? v : v * SoftmaxRow.Load(ref a, j, size, zero);
                }
                total += double.CreateChecked(RowLoops.Total<V, T>(part));
            }
            V sum = V.Broadcast(T.CreateChecked(total));
            for (nint j = 0; j < size; j += V.Count)
            {
                V value = SoftmaxRow.Load(ref a, j, size, zero), v = SoftmaxRow.Load(ref d, j, size, zero);
                SoftmaxRow.Store(logarithm ? v - V.Exp(value) * sum : value * (v - sum), ref b, j, size);
            }
        }
    }
}
