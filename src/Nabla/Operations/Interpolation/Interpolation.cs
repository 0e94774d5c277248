namespace Nabla;

/// <summary>How an image is enlarged or reduced.</summary>
public enum Interpolation
{
    /// <summary>The element whose cell an output's corner falls into: ⌊o·i/o'⌋, as PyTorch's nearest.</summary>
    Nearest,

    /// <summary>Between the two nearest elements of each axis.</summary>
    Linear,

    /// <summary>A cubic through the four nearest elements of each axis (Keys 1981, a = −0.75).</summary>
    Cubic,
}
