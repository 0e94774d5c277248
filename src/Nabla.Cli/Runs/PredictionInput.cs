using System.Globalization;
using Nabla.Cli.Terminal;
using Nabla.Data;

namespace Nabla.Cli.Runs;

/// <summary>Raw inputs to predict, item after item.</summary>
/// <param name="Names">Where each stood: <c>file.idx3:7</c>, <c>rows.csv:2</c>.</param>
/// <param name="Values">The numbers of all of them, as the file has them.</param>
internal sealed record PredictionInput(IReadOnlyList<string> Names, float[] Values)
{
    /// <summary>Reads a file as the run's data was: IDX or CSV.</summary>
    public static PredictionInput Read(string reference, RunConfig config)
    {
        bool one = IdxFile.TryParseReference(reference, out string path, out int index) && !File.Exists(reference);
        if (!one) path = reference;
        if (Directory.Exists(path)) throw CommandFailure.Arguments($"{path}: this is a folder, a file is expected.", path);
        if (!File.Exists(path)) throw CommandFailure.Arguments($"{path}: there is no such file.", path);
        byte[] head = Head(path);
        if (head is [0x89, (byte)'P', (byte)'N', (byte)'G', ..]) throw CommandFailure.Arguments($"{path}: PNG images cannot be read yet. Give an IDX file or CSV rows.", path);
        if (one) return Idx(IdxFile.ReadItem(path, index), [reference], config, single: true);
        bool idx = head is [0, 0, ..] || Path.GetFileName(path).Contains("idx", StringComparison.OrdinalIgnoreCase);
        return idx ? Idx(IdxFile.Read(path), null, config, single: false) : Csv(path, config);
    }

    static PredictionInput Idx(IdxFile file, string[]? names, RunConfig config, bool single)
    {
        int[] item = [.. single ? file.Dimensions : file.Dimensions.Skip(1)], expected = [.. config.ItemShape];
        // Images have no axis for their one channel.
        if (!item.SequenceEqual(expected) && !item.SequenceEqual(expected.SkipWhile(n => n == 1)))
            throw CommandFailure.Arguments($"{file.Path}: its items are [{Text(item)}], the model takes [{Text(expected)}].", file.Path);
        names ??= [.. Enumerable.Range(0, file.Dimensions[0]).Select(i => string.Create(CultureInfo.InvariantCulture, $"{file.Path}:{i}"))];
        return new PredictionInput(names, file.ToSingles());
    }

    static PredictionInput Csv(string path, RunConfig config)
    {
        int features = config.ItemShape.Aggregate(1, (a, b) => a * b);
        CsvTable table = CsvTable.Read(path, new CsvTableOptions { Labels = CsvLabels.None });
        if (table.FeatureCount != features)
            throw CommandFailure.Arguments(string.Create(CultureInfo.InvariantCulture, $"{path}: its rows have {table.FeatureCount} numbers, the model takes {features}."), path);
        return new PredictionInput([.. Enumerable.Range(0, table.RowCount).Select(i => string.Create(CultureInfo.InvariantCulture, $"{path}:{i}"))], table.Features);
    }

    static byte[] Head(string path)
    {
        using FileStream stream = File.OpenRead(path);
        byte[] head = new byte[4];
        return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }

    static string Text(int[] sizes) => string.Join(", ", sizes);
}
