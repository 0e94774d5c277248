namespace Nabla.Data;

/// <summary>A data file does not hold what its format, or the data set it should be, demands.</summary>
/// <remarks>The message reads <c>{file}: cannot read at {position}: {reason}.</c></remarks>
public sealed class DataFormatException : NablaException
{
    /// <summary>An error in a file.</summary>
    /// <param name="file">Path or name of the file.</param>
    /// <param name="position">Where in it.</param>
    /// <param name="reason">What is wrong, with both numbers, without a full stop.</param>
    /// <param name="innerException">The error that led to it; null (default) if there is none.</param>
    public DataFormatException(string file, DataPosition position, string reason, Exception? innerException = null)
        : base($"{file}: cannot read at {position}: {reason}.", innerException!)
    {
        File = file;
        Position = position;
        Reason = reason;
    }

    /// <summary>Path or name of the file.</summary>
    public string File { get; }

    /// <summary>Where in the file: a byte, or a line and column.</summary>
    public DataPosition Position { get; }

    /// <summary>What is wrong, with both numbers.</summary>
    public string Reason { get; }
}
