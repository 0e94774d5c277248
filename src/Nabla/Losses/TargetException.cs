namespace Nabla.Losses;

/// <summary>A target that a loss has no meaning for.</summary>
public sealed class TargetException : NablaException
{
    /// <summary>An error about a target.</summary>
    /// <param name="message">The message.</param>
    /// <param name="value">The value found.</param>
    /// <param name="element">Its place in the tensor, in row-major order.</param>
    public TargetException(string message, double value, long element) : base(message) => (Value, Element) = (value, element);

    /// <summary>The value found.</summary>
    public double Value { get; }

    /// <summary>Its place in the tensor, in row-major order.</summary>
    public long Element { get; }
}
