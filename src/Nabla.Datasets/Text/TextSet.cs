namespace Nabla.Data;

/// <summary>A text that is known by a name and lies in a file of the folder <c>text</c>.</summary>
/// <remarks>
/// Numbers and characters are those of the text as it was published. Whoever has another text under that name has what that file
/// has: <see cref="TextFile.Open"/> reads it.
/// </remarks>
public sealed class TextSet
{
    const string Folder = "text";

    readonly string pattern;

    TextSet(string name, string pattern, int train, int test, string characters, int longestLine)
    {
        Name = name;
        this.pattern = pattern;
        TrainCount = train;
        TestCount = test;
        Characters = characters;
        LongestLine = longestLine;
    }

    /// <summary>32,033 given names of people, a line each. A. Karpathy, "makemore", 2022, from the US Social Security Administration's.</summary>
    public static TextSet Names { get; } = new("names", "names*.txt", 28_830, 3_203, "\nabcdefghijklmnopqrstuvwxyz", 15);

    /// <summary>Parts of Shakespeare's plays, 1,115,394 characters. A. Karpathy, "char-rnn", 2015.</summary>
    public static TextSet Shakespeare { get; } = new("shakespeare", "*shakespeare*.txt", 1_003_854, 111_540,
        "\n !$&',-.3:;?ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", 63);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<TextSet> All { get; } = [Names, Shakespeare];

    /// <summary>What the command line and error messages call it.</summary>
    public string Name { get; }

    /// <summary>What is for training: lines of names, characters of plays.</summary>
    public int TrainCount { get; }

    /// <summary>What is for testing, counted likewise.</summary>
    public int TestCount { get; }

    /// <summary>The characters that occur, in the order of their Unicode numbers.</summary>
    public string Characters { get; }

    /// <summary>The characters of the longest line.</summary>
    public int LongestLine { get; }

    /// <summary>How the text gets there, a sentence without its full stop.</summary>
    internal string Hint => $"Put {pattern.Replace("*", "", StringComparison.Ordinal)} there, or give the path of a text file";

    /// <summary>A text by its name.</summary>
    /// <param name="name">E.g. <c>shakespeare</c>; upper and lower case are the same.</param>
    /// <returns>The text, or null if none has that name.</returns>
    public static TextSet? Find(string name) => All.FirstOrDefault(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Where texts are looked for, in order.</summary>
    internal static IReadOnlyList<string> FoldersOf(DataLocator locator) => locator.FoldersOf(Folder);

    /// <summary>The text's file in a folder: the first by name of those that fit; null if none does.</summary>
    internal string? FileIn(string folder) => !Directory.Exists(folder) ? null
        : Directory.EnumerateFiles(folder, pattern).Concat(Directory.EnumerateFiles(folder, pattern + ".gz"))
            .Order(StringComparer.Ordinal).FirstOrDefault();

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
