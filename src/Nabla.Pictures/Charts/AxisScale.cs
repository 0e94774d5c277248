namespace Nabla.Pictures;

/// <summary>How numbers are laid out along an axis.</summary>
public enum AxisScale
{
    /// <summary>Equal differences are equally long.</summary>
    Linear,

    /// <summary>Equal ratios are equally long; numbers from 0 down are left out.</summary>
    Logarithmic,
}
