using System.Runtime.CompilerServices;

namespace Nabla.Backends.Cpu;

/// <summary>Some samples of a laid out group and the registers of their places.</summary>
internal readonly record struct LaneLayout(WindowLayout Windows, PlaceLanes Places);

/// <summary>dW of few output channels, with places in the lanes of registers: a part is a range of samples of a group.</summary>
/// <remarks>
/// Registers of dy are copied once with zeros where a row leaves lanes over; those of x are read where they lie. Sums stay apart lane by lane until the part ends.
/// </remarks>
internal readonly unsafe struct LaneParts<U, V, T>(
    ConvolutionSizes sizes, LaneLayout whole, LaneLayout rest, Tensor x, Tensor dy, Tensor partial, int parts, int chunks) : IParts
    where U : struct, IVectorUnit<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>Registers of dy that are used before the next are copied: 24 KB.</summary>
    const int MostRegisters = 384;

    public void Run(int part)
    {
        int groups = sizes.Geometry.Groups, group = part % groups, slice = part / groups, channels = sizes.OutputChannels;
        int first = (int)((long)slice * chunks / parts), end = (int)((slice + 1L) * chunks / parts), block = Math.Max(8, MostRegisters / channels);
        T* sums = PackBuffer<T>.Left.Reserve(sizes.Depth * channels * U.Count), packed = PackBuffer<T>.Right.Reserve((channels * (block + 1) + 1) * U.Count);
        bool add = false;
        fixed (T* from = x.Array<T>(), upstream = dy.Array<T>())
            for (int chunk = first; chunk < end; chunk++)
            {
                int sample = chunk * whole.Windows.Samples, present = Math.Min(whole.Windows.Samples, sizes.Samples - sample), slot = sample * groups + group;
                (WindowLayout windows, PlaceLanes places) = present == whole.Windows.Samples ? whole : rest;
                // Zeros of dy are multiplied too: what lies behind x, in memory used before, may be infinite.
                T* image = windows.Lay(x.Array<T>(), x.Offset + slot * sizes.InputLength, groups * sizes.InputLength, present, U.Count, from, x.Offset + (int)x.ElementCount);
                for (int start = 0; start < places.Count;)
                {
                    int stop = Math.Min(places.Count, start + block);
                    if (stop < places.Count && places.Zeros[stop] > 0) stop++;
                    int stride = (stop - start) * U.Count;
                    for (int channel = 0; channel < channels; channel++)
                        Copy(places, start, stop, upstream + dy.Offset + slot * sizes.OutputLength + channel * sizes.Output.Count, upstream + dy.Array<T>().Length, packed + channel * stride);
                    Add(image, places, windows.Taps, start, stop, packed, sums, add);
                    start = stop;
                    add = true;
                }
            }
        Total(sums, partial.Span<T>().Slice((slice * groups + group) * sizes.Depth * channels, sizes.Depth * channels));
    }

    /// <summary>Copies registers of a channel of dy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    void Copy(PlaceLanes lanes, int start, int stop, T* source, T* end, T* target)
    {
        int places = sizes.Output.Count, gap = sizes.Geometry.Groups * sizes.OutputLength - places;
        V zero = U.Broadcast(default);
        for (int i = start; i < stop; i++, target += U.Count)
        {
            int zeros = lanes.Zeros[i], place = lanes.Place[i];
            if (zeros > 0) continue;
            T* at = source + place + place / places * gap;
            if (i + 1 < stop && lanes.Zeros[i + 1] is > 0 and int again)
            {
                // The zeros of the next register reach into this one, which is written after them.
                U.Store(target + U.Count, U.Load(at + U.Count - again));
                U.Store(target + again, zero);
            }
            if (zeros == 0)
            {
                U.Store(target, U.Load(at));
            }
            else
            {
                if (at + U.Count <= end) U.Store(target, U.Load(at));
                else new Span<T>(at, U.Count + zeros).CopyTo(new Span<T>(target, U.Count));
                U.Store(target + U.Count + zeros, zero);
            }
        }
    }

    /// <summary>Adds the products of all taps and channels.</summary>
    void Add(T* image, PlaceLanes lanes, int[] taps, int start, int stop, T* packed, T* sums, bool add)
    {
        int channels = sizes.OutputChannels, count = stop - start;
        nint stride = count * U.Count;
        fixed (int* from = lanes.From, tap = taps)
            for (int channel = 0; channel < channels;)
            {
                int width = Math.Min(3, channels - channel);
                for (int k = 0; k < taps.Length;)
                {
                    int height = ProductParts<U, V, T>.Rows(taps.Length - k);
                    LaneTile<U, V, T>.Run(height, width, count, image, from + start, tap + k, packed + channel * stride, stride, sums + (k * channels + channel) * U.Count, channels * U.Count, add);
                    k += height;
                }
                channel += width;
            }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Total(T* sums, Span<T> totals)
    {
        for (int i = 0; i < totals.Length; i++) totals[i] = U.Sum(U.Load(sums + i * U.Count));
    }
}
