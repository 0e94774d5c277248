namespace Nabla.Backends.Cpu;

/// <summary>The windows of one sample as the columns of a matrix, put back to where they were taken from.</summary>
/// <remarks>Row (c, kd, kh, kw), column (od, oh, ow): what that tap of the window sees there. Along a row of the output, taps are contiguous runs.</remarks>
internal static class Columns
{
    /// <summary>x[C, D, H, W] += the windows in columns[K, P], each element at the place it was taken from.</summary>
    public static void Add<T>(ReadOnlySpan<T> columns, int channels, Extent3 input, in ConvolutionGeometry g, Extent3 output, Span<T> x)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        int place = 0;
        for (int c = 0; c < channels; c++)
            for (int kd = 0; kd < g.Kernel.Depth; kd++)
                for (int kh = 0; kh < g.Kernel.Height; kh++)
                    for (int kw = 0; kw < g.Kernel.Width; kw++)
                        for (int od = 0; od < output.Depth; od++)
                            for (int oh = 0; oh < output.Height; oh++, place += output.Width)
                            {
                                int d = od * g.Stride.Depth - g.Before.Depth + kd * g.Dilation.Depth, h = oh * g.Stride.Height - g.Before.Height + kh * g.Dilation.Height;
                                if ((uint)d >= (uint)input.Depth || (uint)h >= (uint)input.Height) continue;
                                (int first, int end, int w) = Inside(g, kw, input.Width, output.Width);
                                int row = ((c * input.Depth + d) * input.Height + h) * input.Width;
                                ReadOnlySpan<T> run = columns.Slice(place + first, end - first);
                                if (g.Stride.Width == 1)
                                    MapLoops.AddTo(run, x.Slice(row + w, run.Length));
                                else
                                    for (int i = 0; i < run.Length; i++, w += g.Stride.Width) x[row + w] += run[i];
                            }
    }

    /// <summary>The outputs of a row whose tap lies inside the input, and where the first of them lies.</summary>
    public static (int First, int End, int At) Inside(in ConvolutionGeometry g, int kw, int width, int outputs)
    {
        int shift = kw * g.Dilation.Width - g.Before.Width, stride = g.Stride.Width;
        int first = Math.Clamp((-shift + stride - 1) / stride, 0, outputs);
        if (shift >= 0) first = 0;
        int end = width - shift <= 0 ? 0 : Math.Clamp((width - shift - 1) / stride + 1, 0, outputs);
        if (end < first) end = first;
        return (first, end, first * stride + shift);
    }
}
