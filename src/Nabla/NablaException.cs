namespace Nabla;

/// <summary>The root of every error that Nabla raises on purpose.</summary>
/// <remarks>Messages read <c>{operation or layer path}: cannot {what} {shapes}: {reason with both numbers}. {hint}</c>.</remarks>
public class NablaException : Exception
{
    /// <summary>An error with a message.</summary>
    public NablaException(string message) : base(message)
    {
    }

    /// <summary>An error with a message and the error that led to it.</summary>
    public NablaException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
