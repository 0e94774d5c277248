using System.Runtime.CompilerServices;
using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary><see cref="ElementLoop"/> for steps whose result is kept as a boolean, true where it is not 0.</summary>
internal static class TruthLoop
{
    /// <summary>Runs a step of at most two inputs over <paramref name="count"/> elements.</summary>
    internal static void Run<TStep, T>(ref bool y, ref T a, ref T b, int count)
        where TStep : struct, IStep<T>
        where T : unmanaged
    {
        if (!ElementLoop.IsReal<T>())
            Over<TStep, Whole<T>, T>(ref y, ref a, ref b, count);
        else if (ElementLoop.Is512)
            Over<TStep, Lane512<T>, T>(ref y, ref a, ref b, count);
        else if (ElementLoop.Is256)
            Over<TStep, Lane256<T>, T>(ref y, ref a, ref b, count);
        else
            Over<TStep, Lane128<T>, T>(ref y, ref a, ref b, count);
    }

    static void Over<TStep, V, T>(ref bool y, ref T a, ref T b, int count)
        where TStep : struct, IStep<T>
        where V : struct, ILane<V, T>
        where T : unmanaged
    {
        int rest = count % V.Count;
        int full = count - rest;
        if (full > 0)
            Block<TStep, V, T>(ref y, ref a, ref b, full);
        if (rest == 0)
            return;

        // A lane has as many bytes as elements, or more, so it also holds the truths of one.
        V padY = default, padA = default, padB = default;
        ElementLoop.Fill(ref padA, ref a, full, rest);
        if (TStep.Inputs > 1)
            ElementLoop.Fill(ref padB, ref b, full, rest);
        Block<TStep, V, T>(ref Unsafe.As<V, bool>(ref padY), ref Unsafe.As<V, T>(ref padA), ref Unsafe.As<V, T>(ref padB), V.Count);
        ElementLoop.Empty(ref padY, ref y, full, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Block<TStep, V, T>(ref bool y, ref T a, ref T b, nint count)
        where TStep : struct, IStep<T>
        where V : struct, ILane<V, T>
        where T : unmanaged
    {
        for (nint i = 0; i < count; i += V.Count)
            V.StoreTruth(TStep.At<V>(ref a, ref b, ref a, ref a, ref a, i), ref Unsafe.Add(ref y, i));
    }
}
