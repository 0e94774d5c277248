using System.Text.RegularExpressions;

namespace Nabla.Tests.Architecture;

/// <summary>Which file of src/Nabla declares which outermost type. A folder is the first part of the path; "" is src/Nabla itself.</summary>
static partial class SourceMap
{
    public static IReadOnlyList<string> Files { get; } = Repository.Sources("src/Nabla");

    /// <summary>File by "Namespace.Name`arity"; a partial type stands under the file that its name begins.</summary>
    static readonly Dictionary<string, string> FileOfType = Read();

    public static string Text(string file) => File.ReadAllText(Repository.Path("src", "Nabla", file));

    public static string Folder(string file) => file.Contains('/', StringComparison.Ordinal) ? file[..file.IndexOf('/', StringComparison.Ordinal)] : "";

    /// <summary>The outermost types that a person wrote, with their files.</summary>
    public static IEnumerable<(Type Type, string File)> Types =>
        from type in typeof(NablaException).Assembly.GetTypes()
        where type.DeclaringType is null && FileOf(type) is not null
        select (type, FileOf(type)!);

    public static string? FileOf(Type type)
    {
        string name = type.Name;
        int local = name.StartsWith('<') ? name.IndexOf("__", StringComparison.Ordinal) : -1;
        if (local >= 0)
            name = name[(local + 2)..]; // a file-local type: <File>F0123…__Name
        return FileOfType.GetValueOrDefault($"{type.Namespace}.{name}");
    }

    /// <summary>The names, with arity, of the outermost types that a file declares, and whether each is public.</summary>
    public static IEnumerable<(string Name, bool Public)> Declarations(string text) =>
        Declaration().Matches(text).Select(m => (WithArity(m), m.Groups["modifiers"].Value.Contains("public ", StringComparison.Ordinal)));

    static Dictionary<string, string> Read()
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (string file in Files)
        {
            string text = Text(file);
            string space = Namespace().Match(text).Groups["name"].Value;
            foreach ((string name, _) in Declarations(text))
            {
                string key = $"{space}.{name}";
                bool own = Path.GetFileNameWithoutExtension(file) == name.Split('`')[0];
                if (own || !map.ContainsKey(key))
                    map[key] = file;
            }
        }

        return map;
    }

    static string WithArity(Match declaration)
    {
        string parameters = declaration.Groups["parameters"].Value;
        string name = declaration.Groups["name"].Value;
        return parameters.Length == 0 ? name : $"{name}`{parameters.Count(c => c == ',') + 1}";
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Namespace();

    // Namespaces are file-scoped, so an outermost type begins its line.
    [GeneratedRegex(@"^(?<modifiers>((public|internal|file|static|abstract|sealed|partial|readonly|ref|unsafe) )*)(class|struct|interface|enum|record struct|record class|record|delegate [^(\n]+(?= \w+(<[^>(]*>)?\()) (?<name>\w+)(<(?<parameters>[^>]*)>)?(?=[\s(:;{]|$)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex Declaration();
}
