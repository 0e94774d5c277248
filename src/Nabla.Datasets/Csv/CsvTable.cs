namespace Nabla.Data;

/// <summary>A table of numbers with a label for each row, read from CSV text.</summary>
/// <remarks>
/// Text is UTF-8 (or has a byte order mark), plain or gzip; numbers are written as in the invariant culture; fields may be
/// quoted (RFC 4180); empty lines are passed over. Every feature must be a finite number: a missing value is an error, not a guess.
/// </remarks>
public sealed class CsvTable
{
    internal CsvTable(string path, IReadOnlyList<string> featureNames, string? labelName, float[] features, CsvLabelColumn labels)
    {
        Path = path;
        FeatureNames = featureNames;
        LabelName = labelName;
        Features = features;
        ClassNames = labels.ClassNames;
        Labels = labels.Labels;
        Targets = labels.Targets;
        RowCount = labels.RowCount;
    }

    /// <summary>Where it was read from.</summary>
    public string Path { get; }

    /// <summary>The number of rows, at least 1; the header is not counted.</summary>
    public int RowCount { get; }

    /// <summary>The number of features, at least 1.</summary>
    public int FeatureCount => FeatureNames.Count;

    /// <summary>The features' names from the header, or <c>x0</c>, <c>x1</c>, ….</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The label column's name from the header; null if there is no header or no label column.</summary>
    public string? LabelName { get; }

    /// <summary>The features, <c>[RowCount, FeatureCount]</c>, row after row.</summary>
    public float[] Features { get; }

    /// <summary>The classes, in the order <see cref="Labels"/> counts them; empty if the labels are numbers or missing.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>
    /// The class of each row as an index into <see cref="ClassNames"/>, <c>[RowCount]</c>; empty if labels are numbers or
    /// missing.
    /// </summary>
    public long[] Labels { get; }

    /// <summary>The number to predict for each row, <c>[RowCount]</c>; empty unless labels are numbers.</summary>
    public float[] Targets { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">A plain or gzip CSV file.</param>
    /// <param name="options">How; null (default) for the defaults.</param>
    /// <returns>The table.</returns>
    /// <exception cref="DataFormatException">The text is no such table; names line, column and reason.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static CsvTable Read(string path, CsvTableOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using DataContent content = DataContent.Open(path);
        return Read(content, path, options);
    }

    /// <summary>Reads a stream from its current position.</summary>
    /// <param name="stream">Plain or gzip CSV; need not be seekable. Stays open.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="options">How; null (default) for the defaults.</param>
    /// <returns>The table.</returns>
    /// <exception cref="DataFormatException">The text is no such table; names line, column and reason.</exception>
    public static CsvTable Read(Stream stream, string name, CsvTableOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(name);
        return Read(DataContent.Of(stream, name), name, options);
    }

    static CsvTable Read(DataContent content, string file, CsvTableOptions? options) =>
        new CsvTableReader(file, options ?? CsvTableOptions.Default).Read(content.Stream);
}
