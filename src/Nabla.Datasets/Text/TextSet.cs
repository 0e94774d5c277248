namespace Nabla.Data;

/// <summary>A text that is known by a name and lies in a file of the folder <c>text</c>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Pattern">What its file is called, with <c>*</c> for anything; <c>.gz</c> may follow.</param>
/// <param name="Train">What is for training: lines or characters, as published.</param>
/// <param name="Test">What is for testing, as published.</param>
sealed record TextSet(string Name, string Pattern, int Train, int Test)
{
    const string Folder = "text";

    /// <summary>32,033 given names of people, a line each, the commonest first.</summary>
    public static readonly TextSet Names = new("names", "names*.txt", 28_830, 3_203);

    /// <summary>Parts of Shakespeare's plays, 1,115,394 characters of which there are 65.</summary>
    public static readonly TextSet Shakespeare = new("shakespeare", "*shakespeare*.txt", 1_003_854, 111_540);

    public static IReadOnlyList<TextSet> All { get; } = [Names, Shakespeare];

    public static TextSet? Find(string name) => All.FirstOrDefault(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Where texts are looked for, in order.</summary>
    public static IReadOnlyList<string> FoldersOf(DataLocator locator) => locator.FoldersOf(Folder);

    /// <summary>How the text gets there, a sentence without its full stop.</summary>
    public string Hint => $"Put {Pattern.Replace("*", "", StringComparison.Ordinal)} there, or give the path of a text file";

    /// <summary>The text's file in a folder: the first by name of those that fit; null if none does.</summary>
    public string? FileIn(string folder) => !Directory.Exists(folder) ? null
        : Directory.EnumerateFiles(folder, Pattern).Concat(Directory.EnumerateFiles(folder, Pattern + ".gz"))
            .Order(StringComparer.Ordinal).FirstOrDefault();
}
