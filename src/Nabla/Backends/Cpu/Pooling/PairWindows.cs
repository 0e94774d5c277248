using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary>Windows that are two places wide and move by two, of any height and depth: a register of outputs at a time.</summary>
/// <remarks>
/// Two registers of an input row are parted into the left and the right places of the windows. What a wide register leaves of a row is taken by narrower ones, down to single elements.
/// 64 × 32 planes of 32² in float32 on one core: the largest of 2×2 with their places 1.1 ms, 16 ms one at a time.
/// </remarks>
internal static unsafe class PairWindows
{
    /// <summary>Whether windows along rows are such pairs, all inside.</summary>
    public static bool Fit(in ConvolutionGeometry g, Extent3 input, Extent3 output) =>
        g.Kernel.Width == 2 && g.Stride.Width == 2 && g.Dilation.Width == 1 && g.Before.Width == 0 && 2 * output.Width <= input.Width;

    /// <summary>What is done to a register of outputs, whose windows see these rows of the plane from a column on; steps are 0, 2, 4….</summary>
    internal interface IRows<T> where T : unmanaged
    {
        static abstract void Run<V>(in Pools<T> planes, ReadOnlySpan<int> rows, int output, int column, V steps) where V : struct, ILane<V, T>;
    }

    /// <summary>An input plane, an output plane and the places of the largest elements, where there are any.</summary>
    internal readonly struct Pools<T>(T* input, T* output, T* places, T divisor) where T : unmanaged
    {
        public readonly T* Input = input, Output = output, Places = places;
        public readonly T Divisor = divisor;
    }

    public static void Run<TRows, T>(in Pools<T> planes, in ConvolutionGeometry g, Extent3 input, Extent3 output)
        where TRows : struct, IRows<T>
        where T : unmanaged
    {
        int column = 0;
        if (ElementLoop.Is512 && output.Width >= Lane512<T>.Count) column = Columns<TRows, Lane512<T>, T>(planes, g, input, output, column);
        if (ElementLoop.Is256 && output.Width - column >= Lane256<T>.Count) column = Columns<TRows, Lane256<T>, T>(planes, g, input, output, column);
        if (output.Width - column >= Lane128<T>.Count) column = Columns<TRows, Lane128<T>, T>(planes, g, input, output, column);
        if (output.Width > column) Columns<TRows, Scalar<T>, T>(planes, g, input, output, column);
    }

    /// <summary>All rows of those columns, from <paramref name="column"/> on, that whole registers fill; returns the next column.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    static int Columns<TRows, V, T>(in Pools<T> planes, in ConvolutionGeometry g, Extent3 input, Extent3 output, int column)
        where TRows : struct, IRows<T>
        where V : struct, ILane<V, T>
        where T : unmanaged
    {
        int end = column + (output.Width - column) / V.Count * V.Count;
        V steps = V.Load(in MemoryMarshal.GetArrayDataReference(Steps<T>.Even));
        int most = g.Kernel.Depth * g.Kernel.Height;
        Span<int> rows = most <= 64 ? stackalloc int[64] : new int[most];
        for (int od = 0; od < output.Depth; od++)
            for (int oh = 0; oh < output.Height; oh++)
            {
                int count = 0;
                for (int kd = 0; kd < g.Kernel.Depth; kd++)
                    for (int kh = 0; kh < g.Kernel.Height; kh++)
                    {
                        int d = od * g.Stride.Depth - g.Before.Depth + kd * g.Dilation.Depth, h = oh * g.Stride.Height - g.Before.Height + kh * g.Dilation.Height;
                        if ((uint)d < (uint)input.Depth && (uint)h < (uint)input.Height) rows[count++] = (d * input.Height + h) * input.Width;
                    }
                int at = (od * output.Height + oh) * output.Width;
                for (int j = column; j < end; j += V.Count) TRows.Run(planes, rows[..count], at + j, 2 * j, steps);
            }
        return end;
    }

    /// <summary>The largest element of each window and its place in the plane.</summary>
    internal readonly struct Largest<T> : IRows<T> where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<V>(in Pools<T> planes, ReadOnlySpan<int> rows, int output, int column, V steps) where V : struct, ILane<V, T>
        {
            V best = V.Constant(double.NegativeInfinity), place = V.Bits(-1);
            for (int i = 0; i < rows.Length; i++)
            {
                int start = rows[i] + column;
                V near = V.Load(ref planes.Input[start]), far = V.Load(ref planes.Input[start + V.Count]), left = V.Evens(near, far);
                V at = V.AddBits(V.Bits(start), steps);
                if (i == 0)
                {
                    best = left;
                    place = at;
                }
                else
                {
                    Take(ref best, ref place, left, at);
                }
                Take(ref best, ref place, V.Odds(near, far), V.AddBits(at, V.Bits(1)));
            }
            V.Store(best, ref planes.Output[output]);
            V.Store(place, ref planes.Places[output]);
        }

        /// <summary>The larger, the first of equals, NaN before all.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        static void Take<V>(ref V best, ref V place, V candidate, V at) where V : struct, ILane<V, T>
        {
            V larger = V.WhereLessOrEqual(candidate, best, best, candidate), where = V.WhereLessOrEqual(candidate, best, place, at);
            place = V.WhereEqual(best, best, where, place);
            best = V.WhereEqual(best, best, larger, best);
        }
    }

    /// <summary>The sum of each window by the divisor.</summary>
    internal readonly struct Total<T> : IRows<T> where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<V>(in Pools<T> planes, ReadOnlySpan<int> rows, int output, int column, V steps) where V : struct, ILane<V, T>
        {
            V sum = V.Constant(0);
            for (int i = 0; i < rows.Length; i++)
            {
                V near = V.Load(ref planes.Input[rows[i] + column]), far = V.Load(ref planes.Input[rows[i] + column + V.Count]);
                sum = sum + V.Evens(near, far) + V.Odds(near, far);
            }
            V.Store(sum / V.Broadcast(planes.Divisor), ref planes.Output[output]);
        }
    }

    /// <summary>The transpose: an element by the divisor, added to all places of its window. Here the input is what is written.</summary>
    internal readonly struct Spread<T> : IRows<T> where T : unmanaged
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<V>(in Pools<T> planes, ReadOnlySpan<int> rows, int output, int column, V steps) where V : struct, ILane<V, T>
        {
            V share = V.Load(ref planes.Output[output]) / V.Broadcast(planes.Divisor);
            V low = V.ZipLow(share, share), high = V.ZipHigh(share, share);
            for (int i = 0; i < rows.Length; i++)
            {
                T* to = planes.Input + rows[i] + column;
                V.Store(V.Load(ref *to) + low, ref *to);
                V.Store(V.Load(ref *(to + V.Count)) + high, ref *(to + V.Count));
            }
        }
    }

    /// <summary>0, 2, 4… as whole numbers of the size of an element.</summary>
    static class Steps<T> where T : unmanaged
    {
        public static readonly T[] Even = Make();

        static T[] Make()
        {
            var even = new T[Vector512<T>.Count];
            for (int i = 0; i < even.Length; i++)
                if (sizeof(T) == sizeof(int)) Unsafe.As<T, int>(ref even[i]) = 2 * i;
                else Unsafe.As<T, long>(ref even[i]) = 2 * i;
            return even;
        }
    }
}
