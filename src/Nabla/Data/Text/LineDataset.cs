using System.Globalization;
using System.Text;

namespace Nabla.Data;

/// <summary>Lines to learn to write: each is a sequence of its own, from a mark before it to a mark after it.</summary>
/// <remarks>
/// The mark is the line end U+000A, which no line contains: the line <c>emma</c> has the inputs <c>⏎ e m m a</c> and the targets
/// <c>e m m a ⏎</c>. Lines of a batch are as long as its longest one: shorter ones are filled up, inputs with the mark and
/// targets with <see cref="IgnoreIndex"/>, which the loss must leave out.
/// </remarks>
public sealed class LineDataset : IDataset
{
    /// <summary>The target of a place behind a line's end, −100 as in PyTorch.</summary>
    public const int IgnoreIndex = -100;

    /// <summary>The mark before and after each line.</summary>
    public static char Mark => '\n';

    readonly int[] characters;
    readonly int[] starts;
    readonly int mark;

    /// <summary>Lines as sequences.</summary>
    /// <param name="lines">The lines, at least one; empty ones are sequences of the mark alone.</param>
    /// <param name="vocabulary">The numbers of the characters, the mark among them: <c>CharacterVocabulary.Of(text + '\n')</c>.</param>
    /// <param name="source">What errors call the text; its lines are counted as they stand in <paramref name="lines"/>.</param>
    /// <exception cref="TextTooShortException">There are no lines.</exception>
    /// <exception cref="UnknownCharacterException">A character, or the mark, is not in the vocabulary.</exception>
    public LineDataset(IReadOnlyList<string> lines, CharacterVocabulary vocabulary, string source = "text")
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentNullException.ThrowIfNull(vocabulary);
        if (lines.Count == 0) throw new TextTooShortException("be made into sequences", "lines", 0, 1, "Give a text with at least one line.");
        mark = vocabulary.Find(new Rune(Mark)) ?? throw new UnknownCharacterException(source, Mark, 1, 1, vocabulary.Count);
        starts = new int[lines.Count + 1];
        var all = new List<int>();
        for (int i = 0; i < lines.Count; i++)
        {
            all.AddRange(Encode(lines[i], vocabulary, source, i));
            starts[i + 1] = all.Count;
            Longest = Math.Max(Longest, starts[i + 1] - starts[i] + 1);
        }
        characters = [.. all];
    }

    /// <summary>The number of lines.</summary>
    public int Count => starts.Length - 1;

    /// <summary>The length of the longest sequence: its characters and one mark.</summary>
    public int Longest { get; }

    /// <summary>Lines to train on, and lines to test with: every tenth one, the 10th, 20th, ….</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="every">How far apart test lines are, ≥ 2; 10 by default.</param>
    /// <exception cref="TextTooShortException">There are too few lines for one to test with.</exception>
    /// <remarks>No random numbers, and files that are sorted lose no end of the order.</remarks>
    public static (IReadOnlyList<string> Train, IReadOnlyList<string> Test) Split(IReadOnlyList<string> lines, int every = 10)
    {
        ArgumentNullException.ThrowIfNull(lines);
        ArgumentOutOfRangeException.ThrowIfLessThan(every, 2);
        if (lines.Count < every)
            throw new TextTooShortException(string.Create(CultureInfo.InvariantCulture, $"take every {every}th line to test with"), "lines", lines.Count, every, "Give a text with more lines.");
        List<string> train = [], test = [];
        for (int i = 0; i < lines.Count; i++) (i % every == every - 1 ? test : train).Add(lines[i]);
        return (train, test);
    }

    /// <summary>Some lines, put together.</summary>
    /// <param name="examples">Their numbers, each 0 to <see cref="Count"/> − 1.</param>
    /// <returns>Inputs and targets, each int64 <c>[N, T]</c>, T the longest of these sequences.</returns>
    /// <exception cref="IndexException">There is no such line.</exception>
    public Batch Take(ReadOnlySpan<int> examples)
    {
        int longest = 1;
        foreach (int example in examples)
        {
            if ((uint)example >= (uint)Count) throw new IndexException($"LineDataset: cannot take line {example}: there are {Count}.", example, Count);
            longest = Math.Max(longest, starts[example + 1] - starts[example] + 1);
        }
        Shape shape = [examples.Length, longest];
        Tensor inputs = Tensor.Allocate(shape, DType.Int64), targets = Tensor.Allocate(shape, DType.Int64);
        Span<long> x = inputs.Span<long>(), y = targets.Span<long>();
        x.Fill(mark);
        y.Fill(IgnoreIndex);
        for (int i = 0; i < examples.Length; i++)
        {
            ReadOnlySpan<int> line = characters.AsSpan(starts[examples[i]]..starts[examples[i] + 1]);
            int start = i * longest;
            for (int t = 0; t < line.Length; t++) x[start + t + 1] = y[start + t] = line[t];
            y[start + line.Length] = mark;
        }
        return new(inputs, targets);
    }

    static int[] Encode(string line, CharacterVocabulary vocabulary, string source, int index)
    {
        if (line.Contains(Mark, StringComparison.Ordinal))
            throw new ArgumentException($"LineDataset: cannot take line {index}: it contains a line end, which marks where lines end.", nameof(line));
        return vocabulary.Encode(line, source, index + 1);
    }
}
