using System.Numerics;

namespace Nabla.Backends.Cpu;

/// <summary>What pooling does to one plane: the large one of elements, the small one of windows, and the windows' places where they have any.</summary>
internal interface IPoolPlane<T, TIndex>
{
    static abstract void Run(Span<T> large, Span<T> small, Span<TIndex> places, in ConvolutionGeometry g, Extent3 input, Extent3 output, double divisor);
}

/// <summary>small = the sum of each window by the divisor.</summary>
internal readonly unsafe struct TotalPlane<T> : IPoolPlane<T, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static void Run(Span<T> large, Span<T> small, Span<T> places, in ConvolutionGeometry g, Extent3 input, Extent3 output, double divisor)
    {
        T by = T.CreateChecked(divisor);
        if (PairWindows.Fit(g, input, output))
        {
            fixed (T* x = large, y = small) PairWindows.Run<PairWindows.Total<T>, T>(new(x, y, null, by), g, input, output);
            return;
        }
        small.Clear();
        foreach (TapRun run in new TapRuns(g, input, output))
            for (int i = 0, at = run.Input; i < run.Length; i++, at += g.Stride.Width) small[run.Output + i] += large[at];
        for (int i = 0; i < small.Length; i++) small[i] /= by;
    }
}

/// <summary>large = the elements of small by the divisor, each added to all places of its window.</summary>
internal readonly unsafe struct SpreadPlane<T> : IPoolPlane<T, T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static void Run(Span<T> large, Span<T> small, Span<T> places, in ConvolutionGeometry g, Extent3 input, Extent3 output, double divisor)
    {
        T by = T.CreateChecked(divisor);
        bool pairs = PairWindows.Fit(g, input, output) && PairWindows.Apart(g);
        if (!pairs || large.Length > small.Length * g.Kernel.Count || g.Before != default) large.Clear();
        if (pairs)
        {
            fixed (T* x = large, y = small) PairWindows.Run<PairWindows.Spread<T>, T>(new(x, y, null, by), g, input, output);
            return;
        }
        foreach (TapRun run in new TapRuns(g, input, output))
            for (int i = 0, at = run.Input; i < run.Length; i++, at += g.Stride.Width) large[at] += small[run.Output + i] / by;
    }
}

/// <summary>small = the largest element of each window, places = where it lies: the first of equals, NaN before all, −1 where nothing is inside; taps come in row-major order.</summary>
internal readonly unsafe struct LargestPlane<T, TIndex> : IPoolPlane<T, TIndex>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    public static void Run(Span<T> large, Span<T> small, Span<TIndex> places, in ConvolutionGeometry g, Extent3 input, Extent3 output, double divisor)
    {
        if (PairWindows.Fit(g, input, output))
        {
            fixed (T* x = large, y = small)
            fixed (TIndex* p = places) PairWindows.Run<PairWindows.Largest<T>, T>(new(x, y, (T*)p, T.One), g, input, output);
            return;
        }
        if (StridedWindows.Fit(g))
        {
            fixed (T* x = large, y = small)
            fixed (TIndex* p = places) StridedWindows.Run(x, large.Length, y, (T*)p, small.Length, g, input, output);
            // A window of nothing but −∞ has no element larger than what it began with, but a first one: it is found below.
            if (!places.Contains(-TIndex.One)) return;
        }
        small.Fill(T.NegativeInfinity);
        places.Fill(-TIndex.One);
        foreach (TapRun run in new TapRuns(g, input, output))
            for (int i = 0, at = run.Input; i < run.Length; i++, at += g.Stride.Width)
            {
                ref T best = ref small[run.Output + i];
                ref TIndex place = ref places[run.Output + i];
                T candidate = large[at];
                if (candidate <= best && !TIndex.IsNegative(place)) continue;
                if (T.IsNaN(best)) continue;
                (best, place) = (candidate, TIndex.CreateTruncating(at));
            }
    }
}

/// <summary>small = the elements of large at the places; 0 where there is none.</summary>
internal readonly struct PickPlane<T, TIndex> : IPoolPlane<T, TIndex>
    where T : unmanaged, INumber<T>
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    public static void Run(Span<T> large, Span<T> small, Span<TIndex> places, in ConvolutionGeometry g, Extent3 input, Extent3 output, double divisor)
    {
        Pick(large, places, small);
    }

    public static void Pick(ReadOnlySpan<T> large, ReadOnlySpan<TIndex> places, Span<T> small)
    {
        for (int i = 0; i < small.Length; i++)
        {
            int place = int.CreateTruncating(places[i]);
            small[i] = (uint)place < (uint)large.Length ? large[place] : T.Zero;
        }
    }
}

/// <summary>large = the elements of small added at the places.</summary>
/// <remarks>One at a time: comparing registers of places with those of their windows took longer, alone and in a step.</remarks>
internal readonly struct PutPlane<T, TIndex> : IPoolPlane<T, TIndex>
    where T : unmanaged, INumber<T>
    where TIndex : unmanaged, IBinaryInteger<TIndex>
{
    public static void Run(Span<T> large, Span<T> small, Span<TIndex> places, in ConvolutionGeometry g, Extent3 input, Extent3 output, double divisor)
    {
        large.Clear();
        Add(large, small, places);
    }

    /// <summary>large += the elements of small, at the places.</summary>
    public static void Add(Span<T> large, ReadOnlySpan<T> small, ReadOnlySpan<TIndex> places)
    {
        for (int i = 0; i < small.Length; i++)
        {
            int place = int.CreateTruncating(places[i]);
            if ((uint)place < (uint)large.Length) large[place] += small[i];
        }
    }
}
