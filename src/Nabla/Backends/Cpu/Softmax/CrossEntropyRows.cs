using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary>ln Σ exp x − x at the label, row by row, with what the backward pass needs of each row: its largest score and the logarithm.</summary>
internal readonly struct CrossEntropyRows<T>(Tensor x, Tensor labels, Tensor losses, Tensor sums) : ILaneRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Over<V>(int first, int end) where V : struct, ILane<V, T>
    {
        int size = x.Shape[1];
        ref T from = ref MemoryMarshal.GetReference(x.Span<T>());
        ReadOnlySpan<long> label = labels.Span<long>();
        Span<T> loss = losses.Span<T>(), sum = sums.Span<T>();
        for (int row = first; row < end; row++)
        {
            ref T a = ref Unsafe.Add(ref from, (nint)row * size);
            (T most, T logarithm) = SoftmaxRow.Sum<V, T>(ref a, size);
            loss[row] = logarithm - (Unsafe.Add(ref a, (nint)label[row]) - most);
            (sum[2 * row], sum[2 * row + 1]) = (most, logarithm);
        }
    }
}

/// <summary>dx = dy·(softmax(x) − 1 at the label), row by row.</summary>
internal readonly struct CrossEntropyBackwardRows<T>(Tensor x, Tensor labels, Tensor sums, Tensor dy, Tensor dx) : ILaneRows<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Over<V>(int first, int end) where V : struct, ILane<V, T>
    {
        int size = x.Shape[1];
        ref T from = ref MemoryMarshal.GetReference(x.Span<T>()), to = ref MemoryMarshal.GetReference(dx.Span<T>());
        ReadOnlySpan<long> label = labels.Span<long>();
        ReadOnlySpan<T> sum = sums.Span<T>(), upstream = dy.Span<T>();
        for (int row = first; row < end; row++)
        {
            ref T a = ref Unsafe.Add(ref from, (nint)row * size), b = ref Unsafe.Add(ref to, (nint)row * size);
            V shift = V.Broadcast(sum[2 * row]), less = V.Broadcast(sum[2 * row + 1]), by = V.Broadcast(upstream[row]);
            for (nint j = 0; j < size; j += V.Count) SoftmaxRow.Store(V.Exp(SoftmaxRow.Load(ref a, j, size, shift) - shift - less) * by, ref b, j, size);
            Unsafe.Add(ref b, (nint)label[row]) -= upstream[row];
        }
    }
}
