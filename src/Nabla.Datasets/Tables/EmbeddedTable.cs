namespace Nabla.Data;

/// <summary>One of the tables that the assembly holds: read, split and prepared at first use.</summary>
sealed class EmbeddedTable
{
    readonly string resource;
    readonly CsvTableOptions options;
    readonly float? scale;
    readonly Lazily<Parts> parts;

    sealed record Parts(DatasetPart Train, DatasetPart Test, Standardization Preparation);

    /// <summary>A table in the assembly.</summary>
    /// <param name="resource">File name in the folder <c>datasets</c>.</param>
    /// <param name="options">How the file is read.</param>
    /// <param name="scale">What all features are divided by; null to standardise each with the training part's statistics.</param>
    EmbeddedTable(string resource, CsvTableOptions options, float? scale)
    {
        this.resource = resource;
        this.options = options;
        this.scale = scale;
        parts = new(Load);
    }

    /// <summary>The data set of a table whose label column holds 0, 1, … for the classes, or numbers if there are no classes.</summary>
    public static Dataset Create(string name, string resource, CsvTableOptions options, IReadOnlyList<string> featureNames,
        IReadOnlyList<string> classNames, int trainCount, int testCount, float? scale = null)
    {
        options = options with
        {
            FeatureCount = featureNames.Count,
            Labels = classNames.Count > 0 ? CsvLabels.Classes : CsvLabels.Numbers,
            ClassNames = [.. Enumerable.Range(0, classNames.Count).Select(i => i.ToString(CultureInfo.InvariantCulture))],
        };
        var table = new EmbeddedTable(resource, options, scale);
        return new Dataset(name, [featureNames.Count], featureNames, classNames, trainCount, testCount, isEmbedded: true,
            () => table.parts.Value.Preparation, () => table.parts.Value.Train, () => table.parts.Value.Test);
    }

    Parts Load()
    {
        CsvTable table;
        using (Stream stream = Open(resource))
            table = CsvTable.Read(stream, resource, options);
        bool numbers = table.Targets.Length > 0;
        bool[] isTest = HoldOut.TestRows(numbers ? new long[table.RowCount] : table.Labels, Math.Max(1, table.ClassNames.Count));
        DatasetPart train = Select(table, isTest, false);
        DatasetPart test = Select(table, isTest, true);
        Standardization preparation = scale is { } s ? Standardization.DivideBy(s) : Standardization.Fit(train.Inputs, table.FeatureCount);
        preparation.Apply(train.Inputs);
        preparation.Apply(test.Inputs);
        return new Parts(train, test, preparation);
    }

    /// <summary>A file of the folder <c>datasets</c>, as it was when the assembly was built.</summary>
    internal static Stream Open(string resource) =>
        typeof(EmbeddedTable).Assembly.GetManifestResourceStream("Nabla.Data." + resource)
        ?? throw new InvalidOperationException($"The assembly has no resource {resource}.");

    static DatasetPart Select(CsvTable table, bool[] isTest, bool wanted)
    {
        int[] rows = [.. Enumerable.Range(0, table.RowCount).Where(i => isTest[i] == wanted)];
        int width = table.FeatureCount;
        float[] inputs = new float[rows.Length * width];
        for (int i = 0; i < rows.Length; i++)
            table.Features.AsSpan(rows[i] * width, width).CopyTo(inputs.AsSpan(i * width));
        long[] labels = table.Labels.Length > 0 ? [.. rows.Select(i => table.Labels[i])] : [];
        float[] targets = table.Targets.Length > 0 ? [.. rows.Select(i => table.Targets[i])] : [];
        return new DatasetPart(inputs, labels, targets, [width]);
    }
}
