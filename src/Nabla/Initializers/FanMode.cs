namespace Nabla.Initializers;

/// <summary>Which way a Kaiming distribution keeps the variance.</summary>
public enum FanMode
{
    /// <summary>Forward: divides by the values that feed an output.</summary>
    In,

    /// <summary>Backward: divides by the outputs that a value feeds.</summary>
    Out,
}
