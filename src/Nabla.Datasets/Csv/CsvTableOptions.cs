namespace Nabla.Data;

/// <summary>How a CSV file is read. The defaults read a comma-separated file whose last column is the label.</summary>
public sealed record CsvTableOptions
{
    /// <summary>What stands between two fields, default a comma. An ASCII character.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>Whether the first record holds the names of the columns.</summary>
    /// <value>null (default): it does if none of its features is a number.</value>
    public bool? HasHeader { get; init; }

    /// <summary>What the label column holds, default <see cref="CsvLabels.Automatic"/>.</summary>
    public CsvLabels Labels { get; init; }

    /// <summary>The label column, from 0; null (default) for the last.</summary>
    public int? LabelColumn { get; init; }

    /// <summary>The label column by its name in the header; null (default) to go by <see cref="LabelColumn"/>.</summary>
    public string? LabelName { get; init; }

    /// <summary>The classes in order, e.g. those of the training file; a label that is none of them is an error.</summary>
    /// <value>null (default): the different labels of the file, sorted: by value if all are numbers, else by character code.</value>
    public IReadOnlyList<string>? ClassNames { get; init; }

    /// <summary>The number of features each row must have; null (default) for as many as the first row.</summary>
    public int? FeatureCount { get; init; }

    /// <summary>The longest record, in bytes of UTF-8, default 1 MiB; and the memory that reading one may take.</summary>
    public int MaxRecordBytes { get; init; } = 1 << 20;

    /// <summary>Lines before the first record that are passed over, default 0.</summary>
    internal int SkippedLines { get; init; }

    internal static CsvTableOptions Default { get; } = new();
}
