using System.Globalization;
using Nabla.Cli.Terminal;
using Nabla.Data;

namespace Nabla.Cli.Runs;

/// <summary>Raw inputs to predict, item after item.</summary>
/// <param name="Names">Where each stood: <c>file.idx3:7</c>, <c>rows.csv:2</c>.</param>
/// <param name="Values">The numbers of all of them, as the file has them.</param>
internal sealed record PredictionInput(IReadOnlyList<string> Names, float[] Values)
{
    /// <summary>Reads a file as the run's data was: PNG, IDX or CSV.</summary>
    public static PredictionInput Read(string reference, RunConfig config)
    {
        bool one = IdxFile.TryParseReference(reference, out string path, out int index) && !File.Exists(reference);
        if (!one) path = reference;
        if (Directory.Exists(path)) throw CommandFailure.Arguments($"{path}: this is a folder, a file is expected.", path);
        if (!File.Exists(path)) throw CommandFailure.Arguments($"{path}: there is no such file.", path);
        byte[] head = Head(path);
        if (PngFile.Starts(head)) return Png(path, config);
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

    static PredictionInput Png(string path, RunConfig config)
    {
        PngFile image = PngFile.Read(path);
        if (config.ItemShape is not [1 or 3, var height, var width])
            throw CommandFailure.Arguments($"{path}: this is an image, the model takes [{Text([.. config.ItemShape])}].", path);
        if ((image.Height, image.Width) != (height, width))
            throw CommandFailure.Arguments(string.Create(CultureInfo.InvariantCulture, $"{path}: the image has {image.Width} by {image.Height} pixels, the model takes {width} by {height}. Scale it first."), path);
        return new PredictionInput([path], image.ToSingles(config.ItemShape[0]));
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
        byte[] head = new byte[8];
        return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }

    static string Text(int[] sizes) => string.Join(", ", sizes);
}
