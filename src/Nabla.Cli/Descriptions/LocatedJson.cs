using System.Globalization;
using System.Text;
using System.Text.Json;
using Nabla.Cli.Terminal;

namespace Nabla.Cli.Descriptions;

/// <summary>A JSON value that knows where it stands, so that an error can name path, line and column.</summary>
internal sealed class LocatedJson
{
    readonly Source source;
    readonly long offset;

    LocatedJson(Source source, string path, long offset, JsonTokenType kind) => (this.source, Path, this.offset, Kind) = (source, path, offset, kind);

    sealed record Source(string File, byte[] Text, string Kind);

    /// <summary>Where in the document: <c>layers[2].outFeatures</c>; empty for the whole.</summary>
    public string Path { get; }

    /// <summary>What it is: an object, an array, a string, a number, true, false or null.</summary>
    public JsonTokenType Kind { get; }

    /// <summary>The string, or the number as it was written.</summary>
    public string Text { get; private init; } = "";

    /// <summary>The members of an object, in order.</summary>
    public List<(string Name, LocatedJson Value)> Members { get; } = [];

    /// <summary>The items of an array.</summary>
    public List<LocatedJson> Items { get; } = [];

    /// <summary>What messages call it: <c>a number</c>.</summary>
    public string KindName => Kind switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.Null => "null",
        _ => "true or false",
    };

    /// <summary>Reads a document; comments are passed over.</summary>
    /// <param name="file">What errors call it.</param>
    /// <param name="text">UTF-8.</param>
    /// <param name="kind">The kind of its errors.</param>
    /// <exception cref="CommandFailure">It is no JSON.</exception>
    public static LocatedJson Parse(string file, byte[] text, string kind = "description")
    {
        ReadOnlySpan<byte> content = text.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? text.AsSpan(Encoding.UTF8.Preamble.Length) : text;
        var document = new Source(file, content.ToArray(), kind);
        var reader = new Utf8JsonReader(content, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        try
        {
            reader.Read();
            LocatedJson root = Read(ref reader, document, "");
            reader.Read();
            return root;
        }
        catch (JsonException e)
        {
            string place = string.Create(CultureInfo.InvariantCulture, $"line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}");
            string reason = e.Message.Split(" LineNumber:", 2)[0].TrimEnd('.');
            throw new CommandFailure(kind, $"{file}: {place}: this is no JSON: {reason}.", $"{file}, {place}", ExitCodes.WrongArguments, e);
        }
        catch (InvalidOperationException e)
        {
            // A string that is no text: bytes that are not UTF-8, or half a surrogate pair.
            throw new CommandFailure(kind, $"{file}: this is no JSON: a string is not valid Unicode.", file, ExitCodes.WrongArguments, e);
        }
    }

    /// <summary>An error about this value.</summary>
    public CommandFailure Wrong(string reason)
    {
        ReadOnlySpan<byte> before = source.Text.AsSpan(0, (int)offset);
        int line = before.Count((byte)'\n') + 1, column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
        string place = string.Create(CultureInfo.InvariantCulture, $"line {line}, column {column}");
        string name = Path.Length == 0 ? "" : $"{Path}: ";
        return new CommandFailure(source.Kind, $"{source.File}: {place}: {name}{reason}", $"{(Path.Length == 0 || Path[0] == '[' ? source.File : Path)}, {place}", ExitCodes.WrongArguments);
    }

    static LocatedJson Read(ref Utf8JsonReader reader, Source source, string path)
    {
        JsonTokenType kind = reader.TokenType;
        var value = new LocatedJson(source, path, reader.TokenStartIndex, kind)
        {
            Text = kind == JsonTokenType.String ? reader.GetString()! : kind == JsonTokenType.Number ? Encoding.UTF8.GetString(reader.ValueSpan) : "",
        };
        if (kind == JsonTokenType.StartObject)
        {
            var names = new HashSet<string>(StringComparer.Ordinal);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = reader.GetString()!;
                var member = new LocatedJson(source, path.Length == 0 ? name : $"{path}.{name}", reader.TokenStartIndex, JsonTokenType.PropertyName);
                if (!names.Add(name)) throw member.Wrong("the field is given twice.");
                reader.Read();
                value.Members.Add((name, Read(ref reader, source, member.Path)));
            }
        }
        else if (kind == JsonTokenType.StartArray)
        {
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                value.Items.Add(Read(ref reader, source, string.Create(CultureInfo.InvariantCulture, $"{path}[{value.Items.Count}]")));
        }
        return value;
    }
}
