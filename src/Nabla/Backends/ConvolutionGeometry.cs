namespace Nabla.Backends;

/// <summary>How a window moves over the spatial axes of a convolution or a pooling: always three of them, unused ones in front.</summary>
/// <remarks>
/// One- and two-dimensional windows are three-dimensional ones with axes of size 1, so every kernel is written once.
/// The size of the output is ⌊(i + p − d·(k − 1) − 1)/s⌋ + 1 with p the padding of both sides together.
/// </remarks>
internal readonly record struct ConvolutionGeometry(Extent3 Kernel, Extent3 Stride, Extent3 Before, Extent3 After, Extent3 Dilation, int Groups)
{
    /// <summary>The sizes of the output for the sizes of an input.</summary>
    public Extent3 Output(Extent3 input) => new(
        Size(input.Depth, Kernel.Depth, Stride.Depth, Before.Depth + After.Depth, Dilation.Depth),
        Size(input.Height, Kernel.Height, Stride.Height, Before.Height + After.Height, Dilation.Height),
        Size(input.Width, Kernel.Width, Stride.Width, Before.Width + After.Width, Dilation.Width));

    /// <summary>Whether an output position is just an input position: a 1×1 window that moves by 1 without padding.</summary>
    public bool IsPointwise => Kernel == Extent3.One && Stride == Extent3.One && Before == default && After == default;

    static int Size(int input, int kernel, int stride, int padding, int dilation) => (int)(((long)input + padding - (long)dilation * (kernel - 1) - 1) / stride + 1);
}

/// <summary>A number for each of three spatial axes.</summary>
internal readonly record struct Extent3(int Depth, int Height, int Width)
{
    public static Extent3 One => new(1, 1, 1);

    public int Count => Depth * Height * Width;

    /// <summary>Up to three numbers; those missing stand in front and are <paramref name="missing"/>.</summary>
    public static Extent3 Of(ReadOnlySpan<int> sizes, int missing) => new(
        sizes.Length > 2 ? sizes[^3] : missing,
        sizes.Length > 1 ? sizes[^2] : missing,
        sizes.Length > 0 ? sizes[^1] : missing);
}
