namespace Nabla.Serialization;

/// <summary>A file does not hold what its format demands.</summary>
/// <remarks>The message reads <c>{file}: cannot read at byte {position}: {reason}.</c></remarks>
public sealed class FileFormatException : NablaException
{
    /// <summary>An error in a file.</summary>
    /// <param name="file">Path or name of the file.</param>
    /// <param name="position">The byte, from 0.</param>
    /// <param name="reason">What is wrong, with both numbers, without a full stop.</param>
    /// <param name="innerException">The error that led to it; null (default) if there is none.</param>
    public FileFormatException(string file, long position, string reason, Exception? innerException = null)
        : base(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{file}: cannot read at byte {position}: {reason}."), innerException!) =>
        (File, Position, Reason) = (file, position, reason);

    /// <summary>Path or name of the file.</summary>
    public string File { get; }

    /// <summary>The byte, from 0.</summary>
    public long Position { get; }

    /// <summary>What is wrong, with both numbers.</summary>
    public string Reason { get; }
}
