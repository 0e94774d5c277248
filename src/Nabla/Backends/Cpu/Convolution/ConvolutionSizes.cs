namespace Nabla.Backends.Cpu;

/// <summary>The sizes of a convolution, a group at a time.</summary>
internal readonly record struct ConvolutionSizes
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

    /// <summary>Elements that an output sums over.</summary>
    public int Depth => InputChannels * Geometry.Kernel.Count;

    public int InputLength => InputChannels * Input.Count;

    public int OutputLength => OutputChannels * Output.Count;

    /// <summary>An estimate at 50 multiplications a nanosecond.</summary>
    public long Nanoseconds => (long)Samples * Geometry.Groups * OutputLength * Depth / 50;
}
