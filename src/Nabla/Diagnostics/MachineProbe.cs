using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Nabla.Diagnostics;

/// <summary>Measures what this machine can do at best, so that a kernel's speed can be given as a fraction of it.</summary>
/// <remarks>Each call takes about a fifth of a second. A shared or throttled machine gives less, and not twice the same.</remarks>
public static class MachineProbe
{
    const int RoundCount = 12;
    const int Accumulators = 12;

    /// <summary>The greatest rate of float32 multiply-adds, in 10⁹ operations a second, a multiply-add counting as two.</summary>
    /// <param name="threads">Threads that compute at the same time, at least 1.</param>
    /// <returns>The best of several rounds, summed over the threads.</returns>
    /// <remarks>Twelve independent sums in the widest registers the processor has; nothing is read from memory.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is below 1.</exception>
    public static double FmaPeakGflops(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        Func<int, double> spin;
        int lanes;
        if (Avx512F.IsSupported) (spin, lanes) = (Spin512, Vector512<float>.Count);
        else if (Fma.IsSupported) (spin, lanes) = (Spin256, Vector256<float>.Count);
        else if (AdvSimd.IsSupported) (spin, lanes) = (Spin128, Vector128<float>.Count);
        else (spin, lanes) = (SpinPortable, Vector<float>.Count);

        int steps = Vector128.IsHardwareAccelerated ? 200_000 : 10_000;
        double best = BestRound(threads, _ => spin(steps));
        return 2.0 * Accumulators * lanes * steps * threads / best / 1e9;
    }

    /// <summary>The greatest rate of reading main memory, in 10⁹ bytes a second.</summary>
    /// <param name="threads">Threads that read at the same time, at least 1, each an array of its own.</param>
    /// <returns>The best of several rounds, summed over the threads.</returns>
    /// <remarks>64 MB in all, more than the caches of most machines; on one with a larger last cache it is that cache's rate.</remarks>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="threads"/> is below 1.</exception>
    public static double BandwidthGBs(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        int count = Math.Max(1 << 16, (1 << 24) / threads);
        var arrays = new float[threads][];
        for (int i = 0; i < threads; i++)
        {
            arrays[i] = GC.AllocateUninitializedArray<float>(count);
            arrays[i].AsSpan().Fill(1f);
        }
        double best = BestRound(threads, i => Sum(arrays[i]));
        return 4.0 * count * threads / best / 1e9;
    }

    /// <summary>The shortest time in seconds of a round in which every thread does its work once.</summary>
    static double BestRound(int threads, Func<int, double> work)
    {
        using var barrier = new Barrier(threads);
        var begun = new long[RoundCount * threads];
        var ended = new long[RoundCount * threads];
        void Rounds(int thread)
        {
            for (int round = 0; round < RoundCount; round++)
            {
                barrier.SignalAndWait();
                begun[round * threads + thread] = Stopwatch.GetTimestamp();
                GC.KeepAlive(work(thread));
                ended[round * threads + thread] = Stopwatch.GetTimestamp();
            }
        }

        var others = new Thread[threads - 1];
        for (int i = 0; i < others.Length; i++)
        {
            int thread = i + 1;
            others[i] = new Thread(() => Rounds(thread)) { IsBackground = true };
            others[i].Start();
        }
        Rounds(0);
        foreach (Thread other in others) other.Join();

        long best = long.MaxValue;
        for (int round = 0; round < RoundCount; round++)
        {
            Span<long> start = begun.AsSpan(round * threads, threads), end = ended.AsSpan(round * threads, threads);
            long first = long.MaxValue, last = 0;
            foreach (long time in start) first = Math.Min(first, time);
            foreach (long time in end) last = Math.Max(last, time);
            best = Math.Min(best, last - first);
        }
        return Math.Max(best, 1) / (double)Stopwatch.Frequency;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static double Spin512(int steps)
    {
        Vector512<float> x = Vector512.Create((float)steps), y = Vector512.Create(1f / steps);
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        Vector512<float> s8 = default, s9 = default, s10 = default, s11 = default;
        for (int step = 0; step < steps; step++)
        {
            s0 = Avx512F.FusedMultiplyAdd(x, y, s0);
            s1 = Avx512F.FusedMultiplyAdd(x, y, s1);
            s2 = Avx512F.FusedMultiplyAdd(x, y, s2);
            s3 = Avx512F.FusedMultiplyAdd(x, y, s3);
            s4 = Avx512F.FusedMultiplyAdd(x, y, s4);
            s5 = Avx512F.FusedMultiplyAdd(x, y, s5);
            s6 = Avx512F.FusedMultiplyAdd(x, y, s6);
            s7 = Avx512F.FusedMultiplyAdd(x, y, s7);
            s8 = Avx512F.FusedMultiplyAdd(x, y, s8);
            s9 = Avx512F.FusedMultiplyAdd(x, y, s9);
            s10 = Avx512F.FusedMultiplyAdd(x, y, s10);
            s11 = Avx512F.FusedMultiplyAdd(x, y, s11);
        }
        return Vector512.Sum(((s0 + (s1 + s2)) + (s3 + (s4 + s5))) + ((s6 + (s7 + s8)) + (s9 + (s10 + s11))));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static double Spin256(int steps)
    {
        Vector256<float> x = Vector256.Create((float)steps), y = Vector256.Create(1f / steps);
        Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        Vector256<float> s8 = default, s9 = default, s10 = default, s11 = default;
        for (int step = 0; step < steps; step++)
        {
            s0 = Fma.MultiplyAdd(x, y, s0);
            s1 = Fma.MultiplyAdd(x, y, s1);
            s2 = Fma.MultiplyAdd(x, y, s2);
            s3 = Fma.MultiplyAdd(x, y, s3);
            s4 = Fma.MultiplyAdd(x, y, s4);
            s5 = Fma.MultiplyAdd(x, y, s5);
            s6 = Fma.MultiplyAdd(x, y, s6);
            s7 = Fma.MultiplyAdd(x, y, s7);
            s8 = Fma.MultiplyAdd(x, y, s8);
            s9 = Fma.MultiplyAdd(x, y, s9);
            s10 = Fma.MultiplyAdd(x, y, s10);
            s11 = Fma.MultiplyAdd(x, y, s11);
        }
        return Vector256.Sum(((s0 + (s1 + s2)) + (s3 + (s4 + s5))) + ((s6 + (s7 + s8)) + (s9 + (s10 + s11))));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static double Spin128(int steps)
    {
        Vector128<float> x = Vector128.Create((float)steps), y = Vector128.Create(1f / steps);
        Vector128<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        Vector128<float> s8 = default, s9 = default, s10 = default, s11 = default;
        for (int step = 0; step < steps; step++)
        {
            s0 = AdvSimd.FusedMultiplyAdd(s0, x, y);
            s1 = AdvSimd.FusedMultiplyAdd(s1, x, y);
            s2 = AdvSimd.FusedMultiplyAdd(s2, x, y);
            s3 = AdvSimd.FusedMultiplyAdd(s3, x, y);
            s4 = AdvSimd.FusedMultiplyAdd(s4, x, y);
            s5 = AdvSimd.FusedMultiplyAdd(s5, x, y);
            s6 = AdvSimd.FusedMultiplyAdd(s6, x, y);
            s7 = AdvSimd.FusedMultiplyAdd(s7, x, y);
            s8 = AdvSimd.FusedMultiplyAdd(s8, x, y);
            s9 = AdvSimd.FusedMultiplyAdd(s9, x, y);
            s10 = AdvSimd.FusedMultiplyAdd(s10, x, y);
            s11 = AdvSimd.FusedMultiplyAdd(s11, x, y);
        }
        return Vector128.Sum(((s0 + (s1 + s2)) + (s3 + (s4 + s5))) + ((s6 + (s7 + s8)) + (s9 + (s10 + s11))));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static double SpinPortable(int steps)
    {
        Vector<float> x = new Vector<float>(steps), y = new Vector<float>(1f / steps);
        Vector<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        Vector<float> s8 = default, s9 = default, s10 = default, s11 = default;
        for (int step = 0; step < steps; step++)
        {
            s0 = x * y + s0;
            s1 = x * y + s1;
            s2 = x * y + s2;
            s3 = x * y + s3;
            s4 = x * y + s4;
            s5 = x * y + s5;
            s6 = x * y + s6;
            s7 = x * y + s7;
            s8 = x * y + s8;
            s9 = x * y + s9;
            s10 = x * y + s10;
            s11 = x * y + s11;
        }
        return Vector.Sum(((s0 + (s1 + s2)) + (s3 + (s4 + s5))) + ((s6 + (s7 + s8)) + (s9 + (s10 + s11))));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static double Sum(float[] array)
    {
        Vector<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        int lanes = Vector<float>.Count;
        ref float start = ref array[0];
        for (nuint i = 0; i + (nuint)(8 * lanes) <= (nuint)array.Length; i += (nuint)(8 * lanes))
        {
            s0 += Vector.LoadUnsafe(ref start, i);
            s1 += Vector.LoadUnsafe(ref start, i + (nuint)lanes);
            s2 += Vector.LoadUnsafe(ref start, i + (nuint)(2 * lanes));
            s3 += Vector.LoadUnsafe(ref start, i + (nuint)(3 * lanes));
            s4 += Vector.LoadUnsafe(ref start, i + (nuint)(4 * lanes));
            s5 += Vector.LoadUnsafe(ref start, i + (nuint)(5 * lanes));
            s6 += Vector.LoadUnsafe(ref start, i + (nuint)(6 * lanes));
            s7 += Vector.LoadUnsafe(ref start, i + (nuint)(7 * lanes));
        }
        return Vector.Sum(s0 + s1 + (s2 + s3) + (s4 + s5 + (s6 + s7)));
    }
}
