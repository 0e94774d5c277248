namespace Nabla.Pictures;

/// <summary>A picture cannot be drawn or converted.</summary>
public sealed class PictureException : NablaException
{
    /// <summary>An error.</summary>
    /// <param name="message">What, and why.</param>
    public PictureException(string message) : base(message)
    {
    }

    /// <summary>An error that another one caused.</summary>
    /// <param name="message">What, and why.</param>
    /// <param name="innerException">The cause.</param>
    public PictureException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
