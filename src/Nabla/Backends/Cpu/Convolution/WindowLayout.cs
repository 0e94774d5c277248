using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Nabla.Backends.Cpu;

/// <summary>A run of neighbouring outputs whose taps are neighbours too: where the first tap of the first one lies, and how many they are.</summary>
internal readonly record struct OutputRun(int Source, int Length);

/// <summary>Some samples of a group, padded and laid out so that one tap of a row of outputs is a run of memory whatever stride and dilation are.</summary>
/// <remarks>
/// A row of the padded input is parted by its places' remainders to the stride; outputs side by side then find each tap side by side.
/// Output p sees tap k at <c>Source(p) + Taps[k]</c>: no matrix of windows is ever stored. Where nothing is to be padded or parted, the input is read as it lies.
/// </remarks>
internal sealed class WindowLayout
{
    static readonly Memo<Key, WindowLayout> Known = new(key => new(key));

    readonly ConvolutionSizes sizes;
    readonly ConvolutionGeometry geometry;
    readonly Extent3 input;
    readonly Extent3 padded;
    readonly int channels;
    readonly int phase;
    readonly int rowLength;
    readonly bool asItLies;
    PanelCopies? copies;
    PlaceLanes? places;
    int[]? firsts;

    WindowLayout(in Key key)
    {
        (sizes, Samples) = (key.Sizes, key.Samples);
        (geometry, input, channels) = (sizes.Geometry, sizes.Input, sizes.InputChannels);
        ConvolutionGeometry g = geometry;
        Extent3 output = sizes.Output;
        padded = new(
            Reach(output.Depth, g.Stride.Depth, g.Kernel.Depth, g.Dilation.Depth),
            Reach(output.Height, g.Stride.Height, g.Kernel.Height, g.Dilation.Height),
            Reach(output.Width, g.Stride.Width, g.Kernel.Width, g.Dilation.Width));
        asItLies = g.Before == default && g.Stride.Width == 1 && padded.Depth <= input.Depth && padded.Height <= input.Height && padded.Width <= input.Width;
        if (asItLies) padded = input;
        phase = (padded.Width + g.Stride.Width - 1) / g.Stride.Width;
        rowLength = phase * g.Stride.Width;
        Taps = TapOffsets();
        Runs = OutputRuns(output);
    }

    /// <summary>The layout of <paramref name="samples"/> samples.</summary>
    public static WindowLayout Of(in ConvolutionSizes sizes, int samples) => Known[new(sizes, samples)];

    public int Samples { get; }

    /// <summary>Where each tap of a window lies behind its first one: channels, then the kernel's places in row-major order.</summary>
    public int[] Taps { get; }

    /// <summary>Where each output finds its first tap.</summary>
    public int[] Firsts => firsts ??= [.. Runs.SelectMany(run => Enumerable.Range(run.Source, run.Length))];

    /// <summary>All outputs of all samples in order.</summary>
    public OutputRun[] Runs { get; }

    /// <summary>The same for another number of samples.</summary>
    public WindowLayout WithSamples(int samples) => Of(sizes, samples);

    /// <summary>How the outputs fall into panels of registers.</summary>
    public PanelCopies Copies(int lanes)
    {
        PanelCopies? known = copies;
        return known?.Lanes == lanes ? known : copies = new(Runs, Samples * sizes.Output.Count, lanes, sizes);
    }

    /// <summary>How each run of outputs fills registers by itself.</summary>
    public PlaceLanes Places(int lanes)
    {
        PlaceLanes? known = places;
        return known?.Lanes == lanes ? known : places = new(Runs, lanes);
    }

    /// <summary>Elements of all samples as they are laid out.</summary>
    public int Length => Samples * SampleLength;

    int SampleLength => channels * padded.Depth * padded.Height * rowLength;

    /// <summary>The samples, laid out; <paramref name="slack"/> elements behind them can be read too.</summary>
    /// <param name="x">All of the input.</param>
    /// <param name="offset">Where the first sample's group begins.</param>
    /// <param name="sampleStride">How far samples are apart.</param>
    /// <param name="count">How many of the samples there are.</param>
    /// <param name="slack">What is read too much.</param>
    /// <param name="pinned">The address of <paramref name="x"/>.</param>
    /// <param name="end">Where what may be read of it ends; that of the array unless given.</param>
    public unsafe T* Lay<T>(T[] x, int offset, int sampleStride, int count, int slack, T* pinned, int? end = null) where T : unmanaged
    {
        if (asItLies && Samples == 1 && offset + SampleLength + slack <= (end ?? x.Length)) return pinned + offset;
        T* image = PackBuffer<T>.Image.Reserve(Length + slack);
        new Span<T>(image, Length + slack).Clear();
        for (int sample = 0; sample < count; sample++)
            Lay(x.AsSpan(offset + sample * sampleStride, channels * input.Count), image + sample * SampleLength);
        return image;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    unsafe void Lay<T>(ReadOnlySpan<T> x, T* image) where T : unmanaged
    {
        Extent3 before = geometry.Before;
        int step = geometry.Stride.Width, width = Math.Min(input.Width, padded.Width - before.Width);
        if (width <= 0) return;
        for (int c = 0; c < channels; c++)
            for (int d = 0; d < input.Depth && d + before.Depth < padded.Depth; d++)
            {
                T* row = image + ((c * padded.Depth + d + before.Depth) * padded.Height + before.Height) * rowLength;
                int from = (c * input.Depth + d) * input.Height * input.Width;
                for (int h = 0; h < input.Height && h + before.Height < padded.Height; h++, row += rowLength, from += input.Width)
                {
                    ReadOnlySpan<T> source = x.Slice(from, width);
                    if (step == 1) CopyRow(source, row + before.Width);
                    else PartRow(source, row, before.Width, step);
                }
            }
    }

    /// <summary>Rows are short: a call for each would take longer than the copying.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static unsafe void CopyRow<T>(ReadOnlySpan<T> source, T* target) where T : unmanaged
    {
        fixed (T* from = source)
        {
            int bytes = source.Length * sizeof(T), last = bytes - Vector128<byte>.Count;
            if (last < 0)
            {
                for (int i = 0; i < source.Length; i++) target[i] = from[i];
                return;
            }
            for (int i = 0; i < last; i += Vector128<byte>.Count) Vector128.Store(Vector128.Load((byte*)from + i), (byte*)target + i);
            Vector128.Store(Vector128.Load((byte*)from + last), (byte*)target + last);
        }
    }

    /// <summary>Remainder by remainder, whose places lie side by side.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    unsafe void PartRow<T>(ReadOnlySpan<T> source, T* row, int before, int step) where T : unmanaged
    {
        for (int first = 0; first < step && first < source.Length; first++)
        {
            T* target = row + (first + before) % step * phase + (first + before) / step;
            for (int w = first; w < source.Length; w += step) *target++ = source[w];
        }
    }

    int[] TapOffsets()
    {
        (Extent3 kernel, Extent3 dilation, int step) = (geometry.Kernel, geometry.Dilation, geometry.Stride.Width);
        var taps = new int[channels * kernel.Count];
        int next = 0;
        for (int c = 0; c < channels; c++)
            for (int kd = 0; kd < kernel.Depth; kd++)
                for (int kh = 0; kh < kernel.Height; kh++)
                    for (int kw = 0; kw < kernel.Width; kw++)
                    {
                        int w = kw * dilation.Width;
                        taps[next++] = ((c * padded.Depth + kd * dilation.Depth) * padded.Height + kh * dilation.Height) * rowLength + w % step * phase + w / step;
                    }
        return taps;
    }

    /// <summary>A run a row; rows that follow each other without a gap are one.</summary>
    OutputRun[] OutputRuns(Extent3 output)
    {
        var runs = new List<OutputRun>();
        for (int sample = 0; sample < Samples; sample++)
            for (int d = 0; d < output.Depth; d++)
                for (int h = 0; h < output.Height; h++)
                {
                    int source = sample * SampleLength + (d * geometry.Stride.Depth * padded.Height + h * geometry.Stride.Height) * rowLength;
                    if (runs.Count > 0 && runs[^1] is var last && last.Source + last.Length == source) runs[^1] = last with { Length = last.Length + output.Width };
                    else runs.Add(new(source, output.Width));
                }
        return [.. runs];
    }

    static int Reach(int output, int stride, int kernel, int dilation) => (output - 1) * stride + dilation * (kernel - 1) + 1;

    readonly record struct Key(ConvolutionSizes Sizes, int Samples);
}
