using System.Text.Json;
using Nabla.Data;

namespace Nabla.Cli.Descriptions;

/// <summary>What a training can run over: a data set by its name, or a text.</summary>
internal static class DataKinds
{
    public const string Set = "set", Text = "text", Lines = "lines";

    const double Context = 64;

    /// <summary>The kinds; a kind has nothing to make, <see cref="Runs.RunData"/> does.</summary>
    public static Kinds<string> All { get; } = new("data",
        new(Set, "A data set that 'nabla data list' shows.", Set,
            new Field("name", FieldType.Text, "Its name.") { IsRequired = true },
            Field.Flag("standardize", "Whether every channel of its images gets mean 0 and deviation 1.", false)),
        new(Text, "A text to learn the next character of, in windows; the end of it is the test part.", Text,
            new Field("file", FieldType.Text, TextFileMeaning) { IsRequired = true },
            Field.Whole("context", "The characters of a window.", least: 1, Context, most: 1 << 20),
            Field.Whole("stride", "How far the next window of the training part starts; the context unless given.", least: 1, most: 1 << 20),
            new Field("testShare", FieldType.Real, "The share at the end of the text that is for testing.", 0.1) { Least = 0, Most = 1, Above = true, Below = true }),
        new Kind<string>(Lines, "Lines to learn to write, one by one; every tenth is a test line.", Lines,
            new Field("file", FieldType.Text, TextFileMeaning) { IsRequired = true },
            Field.Whole("context", "The most characters of a line and its end; that of the longest line unless given.", least: 1, most: 1 << 20)));

    const string TextFileMeaning = "A text that 'nabla data list' shows, or the path of a file in UTF-8.";

    /// <summary>Reads <c>{"kind": …, fields…}</c>, or the name of a data set or text alone.</summary>
    public static Described Read(LocatedJson json)
    {
        if (json.Kind == JsonTokenType.String) return Named(json.Text, json);
        return json.Kind == JsonTokenType.StartObject ? All.Read(json) : throw json.Wrong($"must be the name of a data set as a string, or an object, not {json.KindName}.");
    }

    /// <summary>What a name alone stands for: names are lines, other texts are texts, all else is a data set.</summary>
    public static Described Named(string name, LocatedJson json) => TextSet.Find(name) is not { } text
        ? new Described(Set, Values(("name", name), ("standardize", false)), json)
        : ReferenceEquals(text, TextSet.Names)
            ? new Described(Lines, Values(("file", text.Name)), json)
            : new Described(Text, Values(("file", text.Name), ("context", Context), ("testShare", 0.1)), json);

    /// <summary>The same with another source: what <c>--data</c> means for a description.</summary>
    public static Described WithSource(Described data, string source) => IsText(data)
        ? data with { Values = With(data.Values, "file", source) }
        : Named(source, data.Json);

    /// <summary>The same with a file's whole path, so that it is found from another folder; names stay.</summary>
    public static Described Rooted(Described data) => IsText(data) && TextSet.Find(Source(data)) is null ? WithSource(data, Path.GetFullPath(Source(data))) : data;

    /// <summary>Whether inputs are sequences of characters.</summary>
    public static bool IsText(Described data) => data.Kind != Set;

    /// <summary>The name or path.</summary>
    public static string Source(Described data) => data.Text(data.Kind == Set ? "name" : "file");

    /// <summary>A name alone where that says all, else an object.</summary>
    public static void Write(Utf8JsonWriter json, Described data)
    {
        if (data.Kind == Set && !data.Flag("standardize")) json.WriteStringValue(Source(data));
        else data.Write(json);
    }

    static OrderedDictionary<string, object> Values(params ReadOnlySpan<(string Name, object Value)> fields)
    {
        var values = new OrderedDictionary<string, object>(StringComparer.Ordinal);
        foreach ((string name, object value) in fields) values.Add(name, value);
        return values;
    }

    static OrderedDictionary<string, object> With(IReadOnlyDictionary<string, object> values, string name, object value) =>
        new(values, StringComparer.Ordinal) { [name] = value };
}
