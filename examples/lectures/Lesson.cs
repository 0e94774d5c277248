namespace Nabla.Lectures;

/// <summary>What a lecture's program writes to: its text, its figures and its pictures.</summary>
/// <param name="say">Gets each line of text.</param>
/// <param name="folder">Where pictures are written; null for nowhere.</param>
/// <param name="stop">Asks for a clean stop.</param>
public sealed class Lesson(Action<string> say, string? folder = null, CancellationToken stop = default)
{
    readonly OrderedDictionary<string, double> figures = new(StringComparer.Ordinal);
    readonly List<string> pictures = [];
    readonly List<string> wrong = [];

    /// <summary>The numbers that it found, by name.</summary>
    public IReadOnlyDictionary<string, double> Figures => figures;

    /// <summary>The pictures it wrote.</summary>
    public IReadOnlyList<string> Pictures => pictures;

    /// <summary>What did not come out as the lecture says; nothing where all is well.</summary>
    public IReadOnlyList<string> Wrong => wrong;

    /// <summary>Asks for a clean stop.</summary>
    public CancellationToken Stop => stop;

    /// <summary>Writes a line of text.</summary>
    /// <param name="text">The line; an empty one by default.</param>
    public void Say(string text = "")
    {
        stop.ThrowIfCancellationRequested();
        say(text);
    }

    /// <summary>Notes why the rest could not be shown.</summary>
    /// <param name="reason">The reason.</param>
    public void Fail(string reason)
    {
        wrong.Add(reason);
        Say($"  not shown: {reason}");
    }

    /// <summary>Notes a number.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="value">The number.</param>
    public void Figure(string name, double value)
    {
        figures[name] = value;
        Say(Invariant($"  {name} = {value:G7}"));
    }

    /// <summary>Notes a number that the lecture tells, too, and compares the two.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="value">The number.</param>
    /// <param name="expected">The lecture's number.</param>
    /// <param name="tolerance">How far they may differ; 1e-9 by default.</param>
    public void Expect(string name, double value, double expected, double tolerance = 1e-9)
    {
        figures[name] = value;
        bool agrees = Math.Abs(value - expected) <= tolerance;
        if (!agrees) wrong.Add(Invariant($"{name} is {value}, not {expected} within {tolerance}"));
        // What is left of a 0 is rounding, which differs from processor to processor.
        double shown = agrees && expected == 0 ? 0 : value;
        Say(Invariant($"  {name} = {shown:G7}{(agrees ? "" : $"    (expected {expected:G7})")}"));
    }

    /// <summary>Notes a number that the lecture bounds.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="value">The number.</param>
    /// <param name="least">The least it may be.</param>
    /// <param name="most">The most it may be.</param>
    public void ExpectBetween(string name, double value, double least, double most = double.PositiveInfinity)
    {
        figures[name] = value;
        bool agrees = value >= least && value <= most;
        if (!agrees) wrong.Add(Invariant($"{name} is {value}, not from {least} to {most}"));
        Say(Invariant($"  {name} = {value:G7}{(agrees ? "" : $"    (expected from {least:G7} to {most:G7})")}"));
    }

    /// <summary>Writes a picture as SVG, and as PNG beside it where a converter is installed.</summary>
    /// <param name="name">The file's name without its ending.</param>
    /// <param name="picture">The picture.</param>
    public void Draw(string name, Picture picture)
    {
        stop.ThrowIfCancellationRequested();
        if (folder is null) return;
        foreach (string ending in (string[])(PngConverter.IsInstalled ? ["svg", "png"] : ["svg"]))
        {
            string path = Path.Join(folder, $"{name}.{ending}");
            picture.Save(path);
            pictures.Add(path);
        }
    }
}
