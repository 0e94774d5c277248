using System.Numerics;

namespace Nabla.Backends.Cpu;

/// <summary>dx[n, g] += the windows W[g]ᵀ·dy[n, g], a sample a part: the gradient of windows that move by more than one.</summary>
internal readonly struct ScatterParts<T>(ConvolutionSizes sizes, Tensor dy, Tensor weight, Tensor dx) : IParts
    where T : unmanaged, INumberBase<T>
{
    public ConvolutionSizes Sizes => sizes;

    public void Run(int sample)
    {
        int depth = sizes.Depth, places = sizes.Output.Count;
        T[] buffer = ColumnBuffer.Of<T>(depth * places);
        for (int group = 0; group < sizes.Geometry.Groups; group++)
        {
            int slot = sample * sizes.Geometry.Groups + group;
            var w = new Matrix<T>(weight.Array<T>(), weight.Offset + group * sizes.OutputChannels * depth, sizes.OutputChannels, depth, depth, 1);
            var upstream = new Matrix<T>(dy.Array<T>(), dy.Offset + slot * sizes.OutputLength, sizes.OutputChannels, places, places, 1);
            MatrixProduct.Multiply(w.Transposed, upstream, new Matrix<T>(buffer, depth, places));
            Columns.Add(buffer, sizes.InputChannels, sizes.Input, sizes.Geometry, sizes.Output, dx.Span<T>().Slice(slot * sizes.InputLength, sizes.InputLength));
        }
    }
}
