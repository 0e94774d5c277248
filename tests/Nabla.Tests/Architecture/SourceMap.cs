using System.Text.RegularExpressions;

namespace Nabla.Tests.Architecture;

/// <summary>Which file of src/Nabla declares which outermost type. A folder is the first part of the path; "" is src/Nabla itself.</summary>
static partial class SourceMap
{
    public static IReadOnlyList<string> Files { get; } = Repository.Sources("src/Nabla");

    /// <summary>Files by "Namespace.Name`arity"; a partial type has several, first the one that is named for it.</summary>
    static readonly Dictionary<string, List<string>> FilesOfType = Read();

    public static string Text(string file) => File.ReadAllText(Repository.Path("src", "Nabla", file));

    public static string Folder(string file) => file.Contains('/', StringComparison.Ordinal) ? file[..file.IndexOf('/', StringComparison.Ordinal)] : "";

    /// <summary>The outermost types that a person wrote, with their files.</summary>
    public static IEnumerable<(Type Type, string File)> Types =>
        from type in typeof(NablaException).Assembly.GetTypes()
        where type.DeclaringType is null && FileOf(type) is not null
        select (type, FileOf(type)!);

    public static string? FileOf(Type type) => FilesOf(type) is [string first, ..] ? first : null;

    public static IReadOnlyList<string> FilesOf(Type type)
    {
        string name = type.Name;
        int local = name.StartsWith('<') ? name.IndexOf("__", StringComparison.Ordinal) : -1;
        if (local >= 0)
            name = name[(local + 2)..]; // a file-local type: <File>F0123…__Name
        return FilesOfType.GetValueOrDefault($"{type.Namespace}.{name}", []);
    }

    /// <summary>The names, with arity, of the outermost types that a file declares, and whether each is public.</summary>
    public static IEnumerable<(string Name, bool Public)> Declarations(string text) =>
        Namespaces(text).SelectMany(n => DeclarationsIn(n.Body));

    static IEnumerable<(string Name, bool Public)> DeclarationsIn(string body) =>
        Declaration().Matches(body).Select(m => (WithArity(m), m.Groups["modifiers"].Value.Contains("public ", StringComparison.Ordinal)));

    /// <summary>A file's namespaces: one for the whole file, or several in braces, whose bodies are moved to the margin.</summary>
    static IEnumerable<(string Name, string Body)> Namespaces(string text)
    {
        MatchCollection found = Namespace().Matches(text);
        for (int i = 0; i < found.Count; i++)
        {
            string body = text[found[i].Index..(i + 1 < found.Count ? found[i + 1].Index : text.Length)];
            yield return (found[i].Groups["name"].Value, found[i].Value.EndsWith(';') ? body : body.Replace("\n    ", "\n", StringComparison.Ordinal));
        }
    }

    static Dictionary<string, List<string>> Read()
    {
        var map = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (string file in Files)
            foreach ((string space, string body) in Namespaces(Text(file)))
                foreach ((string name, _) in DeclarationsIn(body))
                {
                    string key = $"{space}.{name}";
                    if (!map.TryGetValue(key, out List<string>? files)) map.Add(key, files = []);
                    bool own = Path.GetFileNameWithoutExtension(file) == name.Split('`')[0];
                    files.Insert(own ? 0 : files.Count, file);
                }

        return map;
    }

    static string WithArity(Match declaration)
    {
        string parameters = declaration.Groups["parameters"].Value;
        string name = declaration.Groups["name"].Value;
        return parameters.Length == 0 ? name : $"{name}`{parameters.Count(c => c == ',') + 1}";
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Namespace();

    // An outermost type begins its line.
    [GeneratedRegex(@"^(?<modifiers>((public|internal|file|static|abstract|sealed|partial|readonly|ref|unsafe) )*)(class|struct|interface|enum|record struct|record class|record|delegate [^(\n]+(?= \w+(<[^>(]*>)?\()) (?<name>\w+)(<(?<parameters>[^>]*)>)?(?=[\s(:;{]|$)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Declaration();
}
