namespace Nabla.Data;

/// <summary>A file of a data set could be fetched from none of its addresses, or could not be stored.</summary>
public sealed class DatasetDownloadException : NablaException
{
    /// <summary>A file that could not be fetched.</summary>
    /// <param name="name">The data set.</param>
    /// <param name="file">The file.</param>
    /// <param name="failures">What went wrong with each try, in order, without full stops.</param>
    /// <param name="innerException">The error that led to it; null (default) if there is none.</param>
    public DatasetDownloadException(string name, string file, IReadOnlyList<string> failures, Exception? innerException = null)
        : base($"{name}: cannot download {file}: {string.Join("; ", failures)}.", innerException!)
    {
        Name = name;
        File = file;
        Failures = failures;
    }

    /// <summary>The data set.</summary>
    public string Name { get; }

    /// <summary>The file.</summary>
    public string File { get; }

    /// <summary>What went wrong with each try, in order.</summary>
    public IReadOnlyList<string> Failures { get; }
}
