using System.Text;

namespace Nabla.Data;

/// <summary>Collects the labels of a table and, when all are there, turns them into classes or numbers.</summary>
sealed class CsvLabelColumn(string file, CsvTableOptions options)
{
    // An index for each different label, in the order met, and the line it was met on first.
    readonly Dictionary<string, int> codes = Known(options.ClassNames);
    readonly List<int> rows = [];
    readonly List<float> numbers = [];
    int rowCount;

    public int RowCount => rowCount;

    public IReadOnlyList<string> ClassNames { get; private set; } = [];

    public long[] Labels { get; private set; } = [];

    public float[] Targets { get; private set; } = [];

    public void AddNone() => rowCount++;

    public void Add(ReadOnlySpan<byte> field, long line, int column)
    {
        rowCount++;
        if (field.IsEmpty)
            throw new DataFormatException(file, DataPosition.AtLine(line, column + 1), "the label is missing");
        if (options.Labels == CsvLabels.Numbers)
        {
            if (!float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) || !float.IsFinite(number))
                throw CsvTableReader.NotANumber(file, field, line, column, null);
            numbers.Add(number);
            return;
        }

        string label = Encoding.UTF8.GetString(field);
        if (!codes.TryGetValue(label, out int code))
        {
            if (options.ClassNames is { } known)
            {
                throw new DataFormatException(file, DataPosition.AtLine(line, column + 1),
                    Invariant($"the label is \"{CsvTableReader.Excerpt(label)}\", which is none of the {known.Count} classes"));
            }

            code = codes.Count;
            codes.Add(label, code);
        }

        rows.Add(code);
    }

    public void Finish()
    {
        if (options.Labels == CsvLabels.None)
            return;
        if (options.Labels == CsvLabels.Numbers)
        {
            Targets = [.. numbers];
            return;
        }

        if (options.ClassNames is { } known)
        {
            ClassNames = known;
            Labels = [.. rows.Select(code => (long)code)];
            return;
        }

        string[] names = new string[codes.Count];
        foreach ((string name, int code) in codes)
            names[code] = name;
        double[]? values = Values(names);
        if (options.Labels == CsvLabels.Automatic && values is not null && values.Any(v => v != Math.Floor(v)))
        {
            Targets = [.. rows.Select(code => (float)values[code])];
            return;
        }

        int[] order = [.. Enumerable.Range(0, names.Length)];
        if (values is not null)
            Array.Sort(order, (a, b) => values[a] != values[b] ? values[a].CompareTo(values[b]) : ByCode(a, b));
        else
            Array.Sort(order, ByCode);
        long[] rank = new long[names.Length];
        for (int i = 0; i < order.Length; i++)
            rank[order[i]] = i;
        ClassNames = [.. order.Select(code => names[code])];
        Labels = [.. rows.Select(code => rank[code])];

        int ByCode(int a, int b) => string.CompareOrdinal(names[a], names[b]);
    }

    /// <summary>The labels as numbers; null if one of them is none.</summary>
    static double[]? Values(string[] names)
    {
        double[] values = new double[names.Length];
        for (int i = 0; i < names.Length; i++)
        {
            if (!double.TryParse(names[i], NumberStyles.Float, CultureInfo.InvariantCulture, out values[i]) || !float.IsFinite((float)values[i]))
                return null;
        }

        return values;
    }

    static Dictionary<string, int> Known(IReadOnlyList<string>? classNames)
    {
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < classNames?.Count; i++)
            known.Add(classNames[i], i);
        return known;
    }
}
