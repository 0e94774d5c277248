using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary>The one loop under all elementwise kernels: y = step(a, …, e) or y += step(a, …, e) over contiguous elements.</summary>
/// <remarks>
/// The width is the hardware's: 512 bits where AVX-512 is (its Vector512.IsHardwareAccelerated may say no on processors where
/// zmm code is nevertheless twice as fast), else 256, else 128. Elements after the last full lane go through a padded copy of
/// one lane, by the same code: no second instantiation to compile, and 15 floats cost one lane, not 15 scalars.
/// Iterations are independent, so the processor overlaps them; unrolling by hand gained nothing.
/// </remarks>
internal static class ElementLoop
{
    /// <summary>Whether 512-bit lanes are used.</summary>
    internal static bool Is512
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx512F.IsSupported;
    }

    /// <summary>Whether 256-bit lanes are used, where 512-bit ones are not.</summary>
    internal static bool Is256
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.IsHardwareAccelerated;
    }

    /// <summary>Whether T is computed by lanes of several elements; other types are whole numbers, one at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsReal<T>() => typeof(T) == typeof(float) || typeof(T) == typeof(double);

    /// <summary>Runs a step over <paramref name="count"/> elements; inputs that it does not read may be any reference.</summary>
    internal static void Run<TStep, T>(ref T y, ref T a, ref T b, ref T c, ref T d, ref T e, int count, bool accumulate)
        where TStep : struct, IStep<T>
        where T : unmanaged
    {
        if (!IsReal<T>())
            Over<TStep, Whole<T>, T>(ref y, ref a, ref b, ref c, ref d, ref e, count, accumulate);
        else if (Is512)
            Over<TStep, Lane512<T>, T>(ref y, ref a, ref b, ref c, ref d, ref e, count, accumulate);
        else if (Is256)
            Over<TStep, Lane256<T>, T>(ref y, ref a, ref b, ref c, ref d, ref e, count, accumulate);
        else
            Over<TStep, Lane128<T>, T>(ref y, ref a, ref b, ref c, ref d, ref e, count, accumulate);
    }

    /// <summary>Runs a step with a given lane (tests compare the widths).</summary>
    internal static void Over<TStep, V, T>(ref T y, ref T a, ref T b, ref T c, ref T d, ref T e, int count, bool accumulate)
        where TStep : struct, IStep<T>
        where V : struct, ILane<V, T>
        where T : unmanaged
    {
        int rest = count % V.Count;
        int full = count - rest;
        if (full > 0)
            Block<TStep, V, T>(ref y, ref a, ref b, ref c, ref d, ref e, full, accumulate);
        if (rest > 0)
            Rest<TStep, V, T>(ref y, ref a, ref b, ref c, ref d, ref e, full, rest, accumulate);
    }

    // Apart, so that full rows do not pay for clearing the padded lanes.
    [MethodImpl(MethodImplOptions.NoInlining)]
    static void Rest<TStep, V, T>(ref T y, ref T a, ref T b, ref T c, ref T d, ref T e, int full, int rest, bool accumulate)
        where TStep : struct, IStep<T>
        where V : struct, ILane<V, T>
        where T : unmanaged
    {
        V padY = default, padA = default, padB = default, padC = default, padD = default, padE = default;
        if (accumulate)
            Fill(ref padY, ref y, full, rest);
        if (TStep.Inputs > 0)
            Fill(ref padA, ref a, full, rest);
        if (TStep.Inputs > 1)
            Fill(ref padB, ref b, full, rest);
        if (TStep.Inputs > 2)
            Fill(ref padC, ref c, full, rest);
        if (TStep.Inputs > 3)
            Fill(ref padD, ref d, full, rest);
        if (TStep.Inputs > 4)
            Fill(ref padE, ref e, full, rest);
        Block<TStep, V, T>(
            ref Unsafe.As<V, T>(ref padY), ref Unsafe.As<V, T>(ref padA), ref Unsafe.As<V, T>(ref padB),
            ref Unsafe.As<V, T>(ref padC), ref Unsafe.As<V, T>(ref padD), ref Unsafe.As<V, T>(ref padE), V.Count, accumulate);
        Empty(ref padY, ref y, full, rest);
    }

    /// <summary>Copies the last elements into a lane in memory.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Fill<V, T>(ref V pad, ref T source, int start, int rest) where V : struct where T : unmanaged =>
        Unsafe.CopyBlockUnaligned(
            ref Unsafe.As<V, byte>(ref pad), ref Unsafe.As<T, byte>(ref Unsafe.Add(ref source, start)), (uint)(rest * Unsafe.SizeOf<T>()));

    /// <summary>Copies the first elements of a lane in memory to the end of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Empty<V, T>(ref V pad, ref T destination, int start, int rest) where V : struct where T : unmanaged =>
        Unsafe.CopyBlockUnaligned(
            ref Unsafe.As<T, byte>(ref Unsafe.Add(ref destination, start)), ref Unsafe.As<V, byte>(ref pad), (uint)(rest * Unsafe.SizeOf<T>()));

    /// <summary>Refuses rows of different lengths, before anything is read out of bounds.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void SameLength(int expected, int actual)
    {
        if (expected != actual)
            ThrowLengths(expected, actual);
    }

    static void ThrowLengths(int expected, int actual) =>
        throw new InvalidOperationException($"A kernel was given rows of {expected} and {actual} elements.");

    // Optimised at once: through the tiers, the first 1,000 calls took 204 ms instead of 31.
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static void Block<TStep, V, T>(ref T y, ref T a, ref T b, ref T c, ref T d, ref T e, nint count, bool accumulate)
        where TStep : struct, IStep<T>
        where V : struct, ILane<V, T>
        where T : unmanaged
    {
        for (nint i = 0; i < count; i += V.Count)
        {
            V v = TStep.At<V>(ref a, ref b, ref c, ref d, ref e, i);
            if (accumulate)
                v = V.Load(ref Unsafe.Add(ref y, i)) + v;
            V.Store(v, ref Unsafe.Add(ref y, i));
        }
    }
}
