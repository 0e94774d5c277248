namespace Nabla.Pictures;

/// <summary>How numbers become colours.</summary>
public enum ColourScale
{
    /// <summary>From the least, dark blue, to the greatest, yellow.</summary>
    Sequential,

    /// <summary>Blue below 0, white at 0, red above; as far down as up.</summary>
    Diverging,

    /// <summary>From the least, black, to the greatest, white.</summary>
    Gray,
}
