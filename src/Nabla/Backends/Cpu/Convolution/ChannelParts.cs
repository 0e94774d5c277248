using System.Runtime.CompilerServices;

namespace Nabla.Backends.Cpu;

/// <summary>y[n, g] with output channels in the lanes of registers, where these fill them and rows of places do not: a part is a sample of a group.</summary>
/// <remarks>
/// The taps that a place sees are broadcast from the laid out sample as they lie, W is turned once, and what comes out, channels side by side, is turned as it is stored.
/// </remarks>
internal readonly unsafe struct ChannelParts<U, V, T>(
    ConvolutionSizes sizes, WindowLayout layout, T* weight, Tensor x, Tensor? bias, Tensor y, IContinuation? then) : IParts
    where U : struct, IVectorUnit<V, T>
    where V : struct
    where T : unmanaged
{
    /// <summary>W, group by group, in panels of output channels: a row for each tap.</summary>
    public static T* Turn(in ConvolutionSizes sizes, Tensor weight)
    {
        int count = sizes.OutputChannels * sizes.Depth;
        T* turned = PackBuffer<T>.Right.Reserve(sizes.Geometry.Groups * count);
        var panels = new ColumnPanels(sizes.OutputChannels, U.Count);
        for (int group = 0; group < sizes.Geometry.Groups; group++)
            for (int panel = 0; panel < panels.Count; panel++)
                PackRight<U, V, T>.Panel(
                    new Matrix<T>(weight.Array<T>(), weight.Offset + group * count, sizes.Depth, sizes.OutputChannels, 1, sizes.Depth),
                    panels, panel, 0, sizes.Depth, turned + group * count + panels.Start(panel) * U.Count * sizes.Depth);
        return turned;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(int part)
    {
        int groups = sizes.Geometry.Groups, group = part % groups, channels = sizes.OutputChannels, count = layout.Firsts.Length;
        var panels = new ColumnPanels(channels, U.Count);
        T* block = PackBuffer<T>.Left.Reserve(3 * U.Count * U.Count);
        fixed (T* from = x.Array<T>(), b = bias?.Array<T>(), to = y.Array<T>())
        fixed (int* taps = layout.Taps, place = layout.Firsts)
        {
            T* image = layout.Lay(x.Array<T>(), x.Offset + part * sizes.InputLength, groups * sizes.InputLength, 1, 0, from);
            for (int panel = 0; panel < panels.Count; panel++)
            {
                int registers = panels.Width(panel), width = registers * U.Count, first = panels.Start(panel) * U.Count;
                T* target = to + y.Offset + part * sizes.OutputLength + first * count;
                for (int start = 0; start < count; start += U.Count)
                {
                    int present = Math.Min(U.Count, count - start);
                    for (int row = 0; row < present;)
                    {
                        int height = ProductParts<U, V, T>.Rows(present - row);
                        TapTile<U, V, T>.Run(
                            height, registers, taps, layout.Taps.Length, image, place + start + row,
                            weight + (group * channels + first) * sizes.Depth, width, block + row * width, width, false);
                        row += height;
                    }
                    Store(block, width, present, target + start, count);
                }
                if (bias is not null) PanelParts<U, V, T>.Add(b + bias.Offset + group * channels + first, target, width, count, count);
            }
        }
        then?.Over(part * sizes.OutputLength, sizes.OutputLength);
    }

    /// <summary>A row for each channel.</summary>
    static void Store(T* block, int width, int present, T* target, int stride)
    {
        if (present == U.Count)
            for (int channel = 0; channel < width; channel += U.TransposeDepth)
                U.Transpose(block + channel, width, target + (nint)channel * stride, stride);
        else
            for (int channel = 0; channel < width; channel++)
                for (int i = 0; i < present; i++) target[(nint)channel * stride + i] = block[i * width + channel];
    }
}
