using System.Numerics;

namespace Nabla.Backends.Cpu;

/// <summary>The sizes of a convolution, a group at a time.</summary>
internal readonly struct ConvolutionSizes
{
    public ConvolutionSizes(in Shape input, in Shape output, in ConvolutionGeometry geometry)
    {
        Geometry = geometry;
        Samples = input[0];
        Input = Extent3.Of(input.Span[2..], 1);
        Output = Extent3.Of(output.Span[2..], 1);
        InputChannels = input[1] / geometry.Groups;
        OutputChannels = output[1] / geometry.Groups;
    }

    public readonly ConvolutionGeometry Geometry;
    public readonly int Samples, InputChannels, OutputChannels;
    public readonly Extent3 Input, Output;

    /// <summary>Elements that an output sums over: the rows of the columns matrix.</summary>
    public int Depth => InputChannels * Geometry.Kernel.Count;

    public int InputLength => InputChannels * Input.Count;

    public int OutputLength => OutputChannels * Output.Count;

    /// <summary>An estimate at 50 multiplications a nanosecond.</summary>
    public long Nanoseconds => (long)Samples * Geometry.Groups * OutputLength * Depth / 50;
}

/// <summary>y[n, g] = W[g]·columns(x[n, g]), a sample a part.</summary>
internal readonly struct ForwardParts<T>(ConvolutionSizes sizes, Tensor x, Tensor weight, Tensor y) : IParts
    where T : unmanaged, INumberBase<T>
{
    public ConvolutionSizes Sizes => sizes;

    public void Run(int sample)
    {
        int depth = sizes.Depth, places = sizes.Output.Count;
        for (int group = 0; group < sizes.Geometry.Groups; group++)
        {
            int slot = sample * sizes.Geometry.Groups + group;
            Matrix<T> columns = ColumnBuffer.Collect<T>(sizes, x, slot);
            var w = new Matrix<T>(weight.Array<T>(), weight.Offset + group * sizes.OutputChannels * depth, sizes.OutputChannels, depth, depth, 1);
            var product = new Matrix<T>(y.Array<T>(), y.Offset + slot * sizes.OutputLength, sizes.OutputChannels, places, places, 1);
            MatrixProduct.Multiply(w, columns, product);
        }
    }
}

/// <summary>dx[n, g] += the windows W[g]ᵀ·dy[n, g], a sample a part.</summary>
internal readonly struct TransposedParts<T>(ConvolutionSizes sizes, Tensor dy, Tensor weight, Tensor dx) : IParts
    where T : unmanaged, INumberBase<T>
{
    public ConvolutionSizes Sizes => sizes;

    public void Run(int sample)
    {
        int depth = sizes.Depth, places = sizes.Output.Count;
        for (int group = 0; group < sizes.Geometry.Groups; group++)
        {
            int slot = sample * sizes.Geometry.Groups + group;
            var w = new Matrix<T>(weight.Array<T>(), weight.Offset + group * sizes.OutputChannels * depth, sizes.OutputChannels, depth, depth, 1);
            var upstream = new Matrix<T>(dy.Array<T>(), dy.Offset + slot * sizes.OutputLength, sizes.OutputChannels, places, places, 1);
            if (sizes.Geometry.IsPointwise)
            {
                MatrixProduct.Multiply(w.Transposed, upstream, new Matrix<T>(dx.Array<T>(), dx.Offset + slot * sizes.InputLength, depth, places, places, 1));
                continue;
            }
            T[] buffer = ColumnBuffer.Of<T>(depth * places);
            MatrixProduct.Multiply(w.Transposed, upstream, new Matrix<T>(buffer, depth, places));
            Columns.Add(buffer, sizes.InputChannels, sizes.Input, sizes.Geometry, sizes.Output, dx.Span<T>().Slice(slot * sizes.InputLength, sizes.InputLength));
        }
    }
}

/// <summary>W[g] += dy[n, g]·columns(x[n, g])ᵀ; each part adds up its own samples, in order, and the parts are added in order afterwards.</summary>
internal readonly struct WeightParts<T>(ConvolutionSizes sizes, Tensor x, Tensor dy, Tensor partial, int parts) : IParts
    where T : unmanaged, INumberBase<T>
{
    /// <summary>A fixed number, so that the order of summation does not depend on threads.</summary>
    public const int MostParts = 8;

    public ConvolutionSizes Sizes => sizes;

    public void Run(int part)
    {
        int depth = sizes.Depth, places = sizes.Output.Count, groups = sizes.Geometry.Groups;
        int first = (int)((long)part * sizes.Samples / parts), end = (int)((part + 1L) * sizes.Samples / parts);
        for (int sample = first; sample < end; sample++)
            for (int group = 0; group < groups; group++)
            {
                int slot = sample * groups + group;
                Matrix<T> columns = ColumnBuffer.Collect<T>(sizes, x, slot);
                var upstream = new Matrix<T>(dy.Array<T>(), dy.Offset + slot * sizes.OutputLength, sizes.OutputChannels, places, places, 1);
                var sum = new Matrix<T>(partial.Array<T>(), partial.Offset + (part * groups + group) * sizes.OutputChannels * depth, sizes.OutputChannels, depth, depth, 1);
                MatrixProduct.Multiply(upstream, columns.Transposed, sum, accumulate: true);
            }
    }
}
