using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary>Windows that are two places wide and move by two, of any height and depth: a register of outputs at a time.</summary>
/// <remarks>
/// Two registers of an input row are parted into the left and the right places of the windows. The last register of a row ends with it, and does some of its outputs again.
/// 64 × 32 planes of 32² in float32 on one core: the largest of 2×2 with their places 1.1 ms, 16 ms one at a time. Means of 64 × 6 planes of 28²: 65 µs,
/// 190 with narrower registers for what wide ones leave of a row and with the rows of every window found anew.
/// </remarks>
internal static unsafe class PairWindows
{
    /// <summary>Whether windows along rows are such pairs, all inside.</summary>
    public static bool Fit(in ConvolutionGeometry g, Extent3 input, Extent3 output) =>
        g.Kernel.Width == 2 && g.Stride.Width == 2 && g.Dilation.Width == 1 && g.Before.Width == 0 && 2 * output.Width <= input.Width;

    /// <summary>Whether no place lies in two windows.</summary>
    public static bool Apart(in ConvolutionGeometry g) =>
        g.Kernel.Depth <= g.Stride.Depth && g.Kernel.Height <= g.Stride.Height && (g.Dilation.Depth == 1 || g.Kernel.Depth == 1) && (g.Dilation.Height == 1 || g.Kernel.Height == 1);

    /// <summary>What is done to a register of outputs, whose windows see these rows of the plane from a column on; steps are 0, 2, 4….</summary>
    internal interface IRows<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        static abstract void Run<V>(in Pools<T> planes, int* rows, int count, int output, int column, V steps) where V : struct, ILane<V, T>;
    }

    /// <summary>An input plane, an output plane and the places of the largest elements, where there are any.</summary>
    internal readonly struct Pools<T>(T* input, T* output, T* places, T divisor) where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public readonly T* Input = input, Output = output, Places = places;
        readonly T divisor = divisor, inverse = T.One / divisor;
        readonly bool exact = T.IsPow2(divisor);

        /// <summary>By the divisor; where it is a power of two, by its inverse, which gives the same bits sooner.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public V Share<V>(V x) where V : struct, ILane<V, T> => exact ? x * V.Broadcast(inverse) : x / V.Broadcast(divisor);
    }

    public static void Run<TRows, T>(in Pools<T> planes, in ConvolutionGeometry g, Extent3 input, Extent3 output)
        where TRows : struct, IRows<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        if (ElementLoop.Is512 && output.Width >= Lane512<T>.Count) Rows<TRows, Lane512<T>, T>(planes, g, input, output);
        else if (ElementLoop.Is256 && output.Width >= Lane256<T>.Count) Rows<TRows, Lane256<T>, T>(planes, g, input, output);
        else if (output.Width >= Lane128<T>.Count) Rows<TRows, Lane128<T>, T>(planes, g, input, output);
        else Rows<TRows, Scalar<T>, T>(planes, g, input, output);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    [SkipLocalsInit]
    static void Rows<TRows, V, T>(in Pools<T> planes, in ConvolutionGeometry g, Extent3 input, Extent3 output)
        where TRows : struct, IRows<T>
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int most = g.Kernel.Depth * g.Kernel.Height;
        int* rows = stackalloc int[most <= 64 ? 64 : most];
        Extent3 whole = g.Output(input);
        if (g.Before == default && whole.Depth >= output.Depth && whole.Height >= output.Height)
        {
            // All windows are inside: the rows of each are those of the first one, moved.
            int count = Seen(g, input, 0, 0, rows);
            for (int od = 0; od < output.Depth; od++)
                Slice<TRows, V, T>(planes, rows, count, od * g.Stride.Depth * input.Height * input.Width, g.Stride.Height * input.Width, od * output.Height * output.Width, output.Height, output.Width);
            return;
        }
        for (int od = 0; od < output.Depth; od++)
            for (int oh = 0; oh < output.Height; oh++)
                Slice<TRows, V, T>(planes, rows, Seen(g, input, od, oh, rows), 0, 0, (od * output.Height + oh) * output.Width, 1, output.Width);
    }

    /// <summary>Where the rows begin that a row of windows sees, and how many they are.</summary>
    static int Seen(in ConvolutionGeometry g, Extent3 input, int od, int oh, int* rows)
    {
        int count = 0;
        for (int kd = 0; kd < g.Kernel.Depth; kd++)
            for (int kh = 0; kh < g.Kernel.Height; kh++)
            {
                int d = od * g.Stride.Depth - g.Before.Depth + kd * g.Dilation.Depth, h = oh * g.Stride.Height - g.Before.Height + kh * g.Dilation.Height;
                if ((uint)d < (uint)input.Depth && (uint)h < (uint)input.Height) rows[count++] = (d * input.Height + h) * input.Width;
            }
        return count;
    }

    /// <summary>Rows of outputs one below the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining)]
    static void Slice<TRows, V, T>(in Pools<T> planes, int* rows, int count, int column, int step, int at, int height, int width)
        where TRows : struct, IRows<T>
        where V : struct, ILane<V, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        V steps = V.Load(in MemoryMarshal.GetArrayDataReference(Steps<T>.Even));
        Pools<T> own = planes;
        for (; height > 0; height--, column += step, at += width)
            for (int j = 0; ; j = Math.Min(j + V.Count, width - V.Count))
            {
                TRows.Run(own, rows, count, at + j, column + 2 * j, steps);
                if (j == width - V.Count) break;
            }
    }

    /// <summary>The largest element of each window and its place in the plane.</summary>
    internal readonly struct Largest<T> : IRows<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<V>(in Pools<T> planes, int* rows, int count, int output, int column, V steps) where V : struct, ILane<V, T>
        {
            V best = V.Constant(double.NegativeInfinity), place = V.Bits(-1);
            for (int i = 0; i < count; i++)
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
        public static void Take<V>(ref V best, ref V place, V candidate, V at) where V : struct, ILane<V, T>
        {
            V larger = V.WhereLessOrEqual(candidate, best, best, candidate), where = V.WhereLessOrEqual(candidate, best, place, at);
            place = V.WhereEqual(best, best, where, place);
            best = V.WhereEqual(best, best, larger, best);
        }
    }

    /// <summary>The sum of each window by the divisor.</summary>
    internal readonly struct Total<T> : IRows<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<V>(in Pools<T> planes, int* rows, int count, int output, int column, V steps) where V : struct, ILane<V, T>
        {
            V near = V.Constant(0), far = near;
            for (int i = 0; i < count; i++)
            {
                T* from = planes.Input + rows[i] + column;
                near += V.Load(ref *from);
                far += V.Load(ref *(from + V.Count));
            }
            V.Store(planes.Share(V.Evens(near, far) + V.Odds(near, far)), ref planes.Output[output]);
        }
    }

    /// <summary>The transpose where no two windows meet: an element by the divisor, at all places of its window. Here the input is what is written.</summary>
    internal readonly struct Spread<T> : IRows<T> where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Run<V>(in Pools<T> planes, int* rows, int count, int output, int column, V steps) where V : struct, ILane<V, T>
        {
            V share = planes.Share(V.Load(ref planes.Output[output]));
            V low = V.ZipLow(share, share), high = V.ZipHigh(share, share);
            for (int i = 0; i < count; i++)
            {
                T* to = planes.Input + rows[i] + column;
                V.Store(low, ref *to);
                V.Store(high, ref *(to + V.Count));
            }
        }
    }

    /// <summary>0, 1, 2… and 0, 2, 4… as whole numbers of the size of an element.</summary>
    internal static class Steps<T> where T : unmanaged
    {
        public static readonly T[] Each = By(1), Even = By(2);

        static T[] By(int step)
        {
            var steps = new T[Vector512<T>.Count];
            for (int i = 0; i < steps.Length; i++)
                if (sizeof(T) == sizeof(int)) Unsafe.As<T, int>(ref steps[i]) = step * i;
                else Unsafe.As<T, long>(ref steps[i]) = step * i;
            return steps;
        }
    }
}
