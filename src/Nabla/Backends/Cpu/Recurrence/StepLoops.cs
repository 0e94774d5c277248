using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary>One step of a recurrent network for the elements of one sequence: gates, state and memory in one pass.</summary>
internal static class StepLoops
{
    /// <summary>The step's value; rows that the network does not have may be empty, and so may what is kept.</summary>
    public static void Forward<TStep, T>(ReadOnlySpan<T> x, ReadOnlySpan<T> a, ReadOnlySpan<T> h, ReadOnlySpan<T> c, Span<T> kept, Span<T> newHidden, Span<T> newMemory)
        where TStep : struct, IRecurrentStep<TStep>
        where T : unmanaged
    {
        int width = newHidden.Length;
        ElementLoop.SameLength(TStep.Gates * width, x.Length);
        ElementLoop.SameLength(TStep.Gates * width, a.Length);
        ElementLoop.SameLength(TStep.ReadsHidden ? width : 0, h.Length);
        ElementLoop.SameLength(TStep.HasMemory ? width : 0, c.Length);
        ElementLoop.SameLength(TStep.HasMemory ? width : 0, newMemory.Length);
        if (!kept.IsEmpty) ElementLoop.SameLength(TStep.Kept * width, kept.Length);
        int done = ElementLoop.Is512 ? Forward<TStep, Lane512<T>, T>(x, a, h, c, kept, newHidden, newMemory, 0)
            : ElementLoop.Is256 ? Forward<TStep, Lane256<T>, T>(x, a, h, c, kept, newHidden, newMemory, 0)
            : Forward<TStep, Lane128<T>, T>(x, a, h, c, kept, newHidden, newMemory, 0);
        if (done < width) Forward<TStep, Scalar<T>, T>(x, a, h, c, kept, newHidden, newMemory, done);
    }

    /// <summary>The step's gradients; <paramref name="dh"/> and <paramref name="dc"/> become those before the step where the network has them.</summary>
    public static void Backward<TStep, T>(
        ReadOnlySpan<T> kept, ReadOnlySpan<T> h, ReadOnlySpan<T> c, ReadOnlySpan<T> next, Span<T> dh, Span<T> dc, Span<T> dx, Span<T> da)
        where TStep : struct, IRecurrentStep<TStep>
        where T : unmanaged
    {
        int width = dh.Length;
        ElementLoop.SameLength(TStep.Kept * width, kept.Length);
        ElementLoop.SameLength(TStep.ReadsHidden ? width : 0, h.Length);
        ElementLoop.SameLength(TStep.HasMemory ? width : 0, c.Length);
        ElementLoop.SameLength(TStep.HasMemory ? width : 0, next.Length);
        ElementLoop.SameLength(TStep.HasMemory ? width : 0, dc.Length);
        ElementLoop.SameLength(TStep.Gates * width, dx.Length);
        ElementLoop.SameLength(TStep.Gates * width, da.Length);
        int done = ElementLoop.Is512 ? Backward<TStep, Lane512<T>, T>(kept, h, c, next, dh, dc, dx, da, 0)
            : ElementLoop.Is256 ? Backward<TStep, Lane256<T>, T>(kept, h, c, next, dh, dc, dx, da, 0)
            : Backward<TStep, Lane128<T>, T>(kept, h, c, next, dh, dc, dx, da, 0);
        if (done < width) Backward<TStep, Scalar<T>, T>(kept, h, c, next, dh, dc, dx, da, done);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Forward<TStep, V, T>(
        ReadOnlySpan<T> x, ReadOnlySpan<T> a, ReadOnlySpan<T> h, ReadOnlySpan<T> c, Span<T> kept, Span<T> newHidden, Span<T> newMemory, int start)
        where TStep : struct, IRecurrentStep<TStep>
        where V : struct, ILane<V, T>
        where T : unmanaged
    {
        int width = newHidden.Length, i = start;
        bool keeps = !kept.IsEmpty;
        ref T x0 = ref MemoryMarshal.GetReference(x), a0 = ref MemoryMarshal.GetReference(a), k0 = ref MemoryMarshal.GetReference(kept);
        ref T h0 = ref MemoryMarshal.GetReference(h), c0 = ref MemoryMarshal.GetReference(c);
        ref T h1 = ref MemoryMarshal.GetReference(newHidden), c1 = ref MemoryMarshal.GetReference(newMemory);
        for (; i <= width - V.Count; i += V.Count)
        {
            RecurrentValue<V> y = TStep.Value(
                Load<V, T>(ref x0, i, width, TStep.Gates),
                Load<V, T>(ref a0, i, width, TStep.Gates),
                TStep.ReadsHidden ? V.Load(ref Unsafe.Add(ref h0, i)) : default,
                TStep.HasMemory ? V.Load(ref Unsafe.Add(ref c0, i)) : default);
            V.Store(y.Hidden, ref Unsafe.Add(ref h1, i));
            if (TStep.HasMemory) V.Store(y.Memory, ref Unsafe.Add(ref c1, i));
            if (keeps) Store<V, T>(y.Kept, ref k0, i, width, TStep.Kept);
        }
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Backward<TStep, V, T>(
        ReadOnlySpan<T> kept, ReadOnlySpan<T> h, ReadOnlySpan<T> c, ReadOnlySpan<T> next, Span<T> dh, Span<T> dc, Span<T> dx, Span<T> da, int start)
        where TStep : struct, IRecurrentStep<TStep>
        where V : struct, ILane<V, T>
        where T : unmanaged
    {
        int width = dh.Length, i = start;
        ref T k0 = ref MemoryMarshal.GetReference(kept), h0 = ref MemoryMarshal.GetReference(h), c0 = ref MemoryMarshal.GetReference(c);
        ref T n0 = ref MemoryMarshal.GetReference(next), dh0 = ref MemoryMarshal.GetReference(dh), dc0 = ref MemoryMarshal.GetReference(dc);
        ref T dx0 = ref MemoryMarshal.GetReference(dx), da0 = ref MemoryMarshal.GetReference(da);
        for (; i <= width - V.Count; i += V.Count)
        {
            RecurrentGradient<V> g = TStep.Gradient(
                Load<V, T>(ref k0, i, width, TStep.Kept),
                TStep.ReadsHidden ? V.Load(ref Unsafe.Add(ref h0, i)) : default,
                TStep.HasMemory ? V.Load(ref Unsafe.Add(ref c0, i)) : default,
                TStep.HasMemory ? V.Load(ref Unsafe.Add(ref n0, i)) : default,
                V.Load(ref Unsafe.Add(ref dh0, i)),
                TStep.HasMemory ? V.Load(ref Unsafe.Add(ref dc0, i)) : default);
            Store<V, T>(g.Input, ref dx0, i, width, TStep.Gates);
            if (TStep.SeparatesSums) Store<V, T>(g.State, ref da0, i, width, TStep.Gates);
            if (TStep.ReadsHidden) V.Store(g.Hidden, ref Unsafe.Add(ref dh0, i));
            if (TStep.HasMemory) V.Store(g.Memory, ref Unsafe.Add(ref dc0, i));
        }
        return i;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Four<V> Load<V, T>(ref T source, int i, int width, int count)
        where V : struct, ILane<V, T>
        where T : unmanaged
    {
        Four<V> four = default;
        four.First = V.Load(ref Unsafe.Add(ref source, i));
        if (count > 1) four.Second = V.Load(ref Unsafe.Add(ref source, i + width));
        if (count > 2) four.Third = V.Load(ref Unsafe.Add(ref source, i + 2 * width));
        if (count > 3) four.Fourth = V.Load(ref Unsafe.Add(ref source, i + 3 * width));
        return four;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static void Store<V, T>(in Four<V> four, ref T destination, int i, int width, int count)
        where V : struct, ILane<V, T>
        where T : unmanaged
    {
        V.Store(four.First, ref Unsafe.Add(ref destination, i));
        if (count > 1) V.Store(four.Second, ref Unsafe.Add(ref destination, i + width));
        if (count > 2) V.Store(four.Third, ref Unsafe.Add(ref destination, i + 2 * width));
        if (count > 3) V.Store(four.Fourth, ref Unsafe.Add(ref destination, i + 3 * width));
    }
}
