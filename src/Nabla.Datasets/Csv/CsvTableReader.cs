using System.Text;
using CsvHelper;

namespace Nabla.Data;

/// <summary>Reads one CSV file into a <see cref="CsvTable"/>, row by row.</summary>
sealed class CsvTableReader(string file, CsvTableOptions options)
{
    readonly List<float> features = [];
    readonly CsvLabelColumn labels = new(file, options);
    int labelColumn = -1;
    int fieldCount;
    string[]? names;

    public CsvTable Read(Stream stream)
    {
        using CsvReader csv = CsvReader.Create(stream, new CsvReaderOptions
        {
            Separator = options.Separator,
            HasHeader = false,
            SkipEmptyLines = true,
            TrimWhitespace = true,
            TrackLineNumbers = true,
            DetectSeparatorHint = false,
            MaxRecordSize = options.MaxRecordBytes,
            BufferSize = Math.Clamp(options.MaxRecordBytes, 256, 1 << 16),
            MalformedData = CsvMalformedDataHandling.Throw,
        }, leaveOpen: true);
        long line = 0;
        try
        {
            while (csv.Read())
            {
                line = csv.LineNumber;
                if (line > options.SkippedLines)
                    ReadRecord(csv, line);
            }
        }
        catch (CsvFormatException e)
        {
            throw Error(Math.Max(e.LineNumber, line), null, Reason(e), e);
        }

        if (labels.RowCount == 0)
        {
            throw Error(Math.Max(1, line), null,
                names is null ? "the file is empty, at least one row is needed" : "after the header there is no row, at least one is needed");
        }

        labels.Finish();
        return new CsvTable(file, FeatureNames(), labelColumn >= 0 ? names?[labelColumn] : null, [.. features], labels);
    }

    void ReadRecord(CsvReader csv, long line)
    {
        if (fieldCount == 0 && BeginTable(csv, line))
            return;
        if (csv.FieldCount != fieldCount)
        {
            throw Error(line, Math.Min(csv.FieldCount, fieldCount) + 1,
                Invariant($"the row has {csv.FieldCount} columns, {fieldCount} are expected"));
        }

        if (features.Count > Array.MaxLength - fieldCount)
            throw Error(line, null, Invariant($"the table has more than {Array.MaxLength} values, more do not fit in memory"));
        for (int i = 0; i < fieldCount; i++)
        {
            if (i != labelColumn)
                features.Add(ParseNumber(csv.GetSpan(i), line, i));
        }

        if (labelColumn >= 0)
            labels.Add(csv.GetSpan(labelColumn), line, labelColumn);
        else
            labels.AddNone();
    }

    /// <summary>Fixes the columns by the first record.</summary>
    /// <returns>Whether it is the header.</returns>
    bool BeginTable(CsvReader csv, long line)
    {
        fieldCount = csv.FieldCount;
        bool labelled = options.Labels != CsvLabels.None;
        if (labelled)
        {
            labelColumn = options.LabelColumn ?? fieldCount - 1;
            if ((uint)labelColumn >= (uint)fieldCount)
                throw Error(line, null, Invariant($"the label is in column {labelColumn + 1}, the row has {fieldCount} columns"));
        }

        bool header = options.HasHeader ?? (options.LabelName is not null || LooksLikeHeader(csv));
        if (header)
        {
            names = new string[fieldCount];
            for (int i = 0; i < fieldCount; i++)
                names[i] = csv.GetString(i);
            if (labelled && options.LabelName is { } name)
            {
                labelColumn = Array.IndexOf(names, name);
                if (labelColumn < 0)
                    throw Error(line, null, $"the header has no column \"{Excerpt(name)}\" for the label");
            }
        }

        int featureCount = fieldCount - (labelled ? 1 : 0);
        if (featureCount == 0)
            throw Error(line, null, Invariant($"the row has {fieldCount} columns, a feature and a label are needed"));
        if (options.FeatureCount is { } expected && featureCount != expected)
            throw Error(line, null, Invariant($"the row has {featureCount} features, {expected} are expected"));
        return header;
    }

    bool LooksLikeHeader(CsvReader csv)
    {
        for (int i = 0; i < fieldCount; i++)
        {
            ReadOnlySpan<byte> field = csv.GetSpan(i);
            if ((i != labelColumn || fieldCount == 1)
                && (field.IsEmpty || float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _)))
                return false;
        }

        return true;
    }

    float ParseNumber(ReadOnlySpan<byte> field, long line, int column)
    {
        if (float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value))
            return value;
        throw NotANumber(file, field, line, column, names?[column]);
    }

    internal static DataFormatException NotANumber(string file, ReadOnlySpan<byte> field, long line, int column, string? name)
    {
        string where = name is null ? "" : $" of \"{Excerpt(name)}\"";
        string reason = field.IsEmpty
            ? $"the value{where} is missing, a number is expected"
            : $"the value{where} is \"{Excerpt(field)}\", a finite number is expected";
        return new DataFormatException(file, DataPosition.AtLine(line, column + 1), reason);
    }

    /// <summary>The start of a text, safe to print.</summary>
    internal static string Excerpt(ReadOnlySpan<byte> utf8) => Excerpt(Encoding.UTF8.GetString(utf8[..Math.Min(utf8.Length, 160)]));

    internal static string Excerpt(string text)
    {
        var safe = new StringBuilder();
        foreach (char c in text.AsSpan(0, Math.Min(text.Length, 40)))
            safe.Append(char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c);
        return text.Length > 40 ? safe.Append('…').ToString() : safe.ToString();
    }

    /// <summary>What the CSV parser found, without the position it repeats.</summary>
    string Reason(CsvFormatException e)
    {
        if (e.Message.Contains(nameof(CsvReaderOptions.MaxRecordSize), StringComparison.Ordinal))
            return Invariant($"the row is longer than {options.MaxRecordBytes} bytes");
        int colon = e.Message.IndexOf("): ", StringComparison.Ordinal);
        return "the row is not CSV: " + (colon < 0 ? e.Message : e.Message[(colon + 3)..]).TrimEnd('.');
    }

    string[] FeatureNames()
    {
        var result = new List<string>(fieldCount);
        for (int i = 0; i < fieldCount; i++)
        {
            if (i != labelColumn)
                result.Add(names?[i] ?? Invariant($"x{result.Count}"));
        }

        return [.. result];
    }

    DataFormatException Error(long line, int? column, string reason, Exception? inner = null) =>
        new(file, DataPosition.AtLine(line, column), reason, inner);
}
