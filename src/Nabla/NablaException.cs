namespace Nabla;

/// <summary>The root of every error that Nabla raises on purpose.</summary>
/// <remarks>Messages read <c>{operation or layer path}: cannot {what} {shapes}: {reason with both numbers}. {hint}</c>.</remarks>
public class NablaException : Exception
{
    /// <summary>An error with a message.</summary>
    public NablaException(string message) : base(message)
    {
    }

    /// <summary>The path of the layer that was computing, with its kind (<c>model.2 (Linear)</c>); null outside a layer.</summary>
    public string? Layer { get; internal set; }

    /// <inheritdoc/>
    public override string Message => Layer is null ? base.Message : $"{Layer}: {base.Message}";

    /// <summary>An error with a message and the error that led to it.</summary>
    public NablaException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
