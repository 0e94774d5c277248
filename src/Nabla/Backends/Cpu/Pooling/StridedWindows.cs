using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary>The largest elements of windows of any size that move along rows by one or two: a register of windows at a time, tap after tap.</summary>
/// <remarks>
/// The last register of a run ends with it, and looks at some candidates again, which changes nothing. Every window sees its taps in row-major order, so that of equals the first
/// stays. 16 × 32 planes of 56² floats, 3 × 3 by 2 with a border, on one core: 3.2 ms, one at a time 22.
/// </remarks>
internal static unsafe class StridedWindows
{
    /// <summary>Whether neighbouring windows lie so that registers can be read from rows.</summary>
    public static bool Fit(in ConvolutionGeometry g) => g.Stride.Width is 1 or 2;

    /// <summary>Writes the largest element of each window and its place; −∞ and −1 where none is larger than −∞.</summary>
    public static void Run<T>(T* x, int length, T* y, T* places, int windows, in ConvolutionGeometry g, Extent3 input, Extent3 output)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        new Span<T>(y, windows).Fill(T.NegativeInfinity);
        new Span<byte>(places, windows * sizeof(T)).Fill(byte.MaxValue);
        int stride = g.Stride.Width;
        foreach (TapRun run in new TapRuns(g, input, output))
        {
            T* from = x + run.Input, best = y + run.Output, place = places + run.Output;
            // A register of every other element is read as two, the last element of which may lie behind the plane.
            int whole = stride == 1 ? run.Length : Math.Min(run.Length, (length - run.Input) / 2), done = 0;
            if (ElementLoop.Is512 && whole >= Lane512<T>.Count) done = Run<Lane512<T>, T>(from, run.Input, stride, best, place, whole);
            else if (ElementLoop.Is256 && whole >= Lane256<T>.Count) done = Run<Lane256<T>, T>(from, run.Input, stride, best, place, whole);
            else if (whole >= Lane128<T>.Count) done = Run<Lane128<T>, T>(from, run.Input, stride, best, place, whole);
            for (; done < run.Length; done++) One(from[done * stride], run.Input + done * stride, ref best[done], ref place[done]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static int Run<V, T>(T* from, int start, int stride, T* bests, T* places, int length)
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        V steps = V.Load(in MemoryMarshal.GetArrayDataReference(stride == 1 ? PairWindows.Steps<T>.Each : PairWindows.Steps<T>.Even));
        for (int i = 0; ; i = Math.Min(i + V.Count, length - V.Count))
        {
            T* at = from + i * stride;
            V candidate = stride == 1 ? V.Load(ref *at) : V.Evens(V.Load(ref *at), V.Load(ref *(at + V.Count)));
            V best = V.Load(ref bests[i]), place = V.Load(ref places[i]);
            PairWindows.Largest<T>.Take(ref best, ref place, candidate, V.AddBits(V.Bits(start + i * stride), steps));
            V.Store(best, ref bests[i]);
            V.Store(place, ref places[i]);
            if (i == length - V.Count) return length;
        }
    }

    static void One<T>(T candidate, int at, ref T best, ref T place) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (candidate <= best || T.IsNaN(best)) return;
        best = candidate;
        if (sizeof(T) == sizeof(int)) Unsafe.As<T, int>(ref place) = at;
        else Unsafe.As<T, long>(ref place) = at;
    }
}
