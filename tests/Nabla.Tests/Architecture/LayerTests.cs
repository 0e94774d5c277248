using System.Text.RegularExpressions;

namespace Nabla.Tests.Architecture;

/// <summary>The arrows between the folders of src/Nabla run one way.</summary>
public sealed partial class LayerTests
{
    /// <summary>
    /// Each folder with the folders it may name, lowest first; "" is src/Nabla itself, which every folder may name.
    /// A folder may name only what stands above its line. This table is the rule: change it here, and say why in docs/design.
    /// </summary>
    static readonly (string Folder, string[] MayName)[] Rules =
    [
        ("", []),
        ("Numbers", []),
        ("Tensors", ["Numbers"]),
        ("Backends", ["Numbers", "Tensors"]),
        ("Operations", ["Numbers", "Tensors", "Backends"]),
        ("Autodiff", ["Numbers", "Tensors", "Backends", "Operations"]),
        ("Initializers", ["Tensors", "Operations", "Autodiff"]),
        ("Layers", ["Tensors", "Operations", "Autodiff", "Initializers"]),
        ("Losses", ["Tensors", "Operations", "Autodiff"]),
        ("Optimizers", ["Numbers", "Tensors", "Backends", "Operations", "Autodiff", "Layers"]),
        ("Schedules", ["Optimizers"]),
        ("Data", ["Tensors", "Operations"]),
        ("Serialization", ["Tensors", "Operations", "Layers", "Optimizers"]),
        ("Training", ["Tensors", "Operations", "Autodiff", "Layers", "Losses", "Optimizers", "Schedules", "Data", "Serialization"]),
        ("Inference", ["Tensors", "Operations", "Layers"]),
        ("Classic", ["Tensors", "Operations", "Autodiff", "Initializers", "Layers", "Losses", "Optimizers", "Data", "Training"]),
        ("Diagnostics", ["Numbers", "Tensors", "Backends", "Operations", "Autodiff", "Initializers", "Layers", "Losses", "Optimizers", "Schedules", "Data", "Serialization", "Training", "Inference", "Classic"]),
    ];

    /// <summary>Who may name the processor's kernels; all others go through the seam.</summary>
    static readonly string[] MayNameCpu = ["Backends"];

    static readonly Dictionary<string, string[]> Allowed = Rules.ToDictionary(r => r.Folder, r => r.MayName, StringComparer.Ordinal);

    [Fact]
    public void The_table_lets_a_folder_name_only_what_stands_above_it()
    {
        for (int i = 0; i < Rules.Length; i++)
        {
            IEnumerable<string> above = Rules[..i].Select(r => r.Folder);
            Rules[i].MayName.Except(above, StringComparer.Ordinal).ShouldBeEmpty($"{Rules[i].Folder} stands below what it names");
        }
    }

    [Fact]
    public void Every_folder_of_the_library_has_a_line_in_the_table() =>
        SourceMap.Files.Select(SourceMap.Folder).Distinct(StringComparer.Ordinal).Except(Allowed.Keys, StringComparer.Ordinal).ShouldBeEmpty();

    [Fact]
    public void Every_type_of_the_library_is_found_in_a_file() =>
        typeof(NablaException).Assembly.GetTypes()
            .Where(t => t.DeclaringType is null && t.Namespace?.StartsWith(nameof(Nabla), StringComparison.Ordinal) == true && SourceMap.FileOf(t) is null)
            .Select(t => t.FullName).ShouldBeEmpty("a declaration that SourceMap can't read escapes the rules below");

    /// <summary>The parts of a partial type are held together: it may name what any of its files may.</summary>
    [Fact]
    public void Types_name_only_types_of_the_folders_below_theirs()
    {
        IEnumerable<string> broken =
            from used in SourceMap.Types
            from named in TypeReferences.Of(used.Type)
            let file = SourceMap.FileOf(named)
            where file is not null && !SourceMap.FilesOf(used.Type).Any(part => MayName(part, file))
            select $"{used.File}: {used.Type.Name} names {named.FullName} of {file}";
        broken.ShouldBeEmpty();
    }

    /// <summary>Constants leave no trace in compiled code; the text does.</summary>
    [Fact]
    public void Files_name_only_namespaces_of_the_folders_below_theirs()
    {
        IEnumerable<string> broken =
            from file in SourceMap.Files
            from Match m in QualifiedName().Matches(Code(SourceMap.Text(file)))
            let named = m.Groups["path"].Value.Replace('.', '/')
            let folder = named.Split('/')[0]
            where folder is "Cli" or "Studio" or "Onnx" or "Mpi" || (Allowed.ContainsKey(folder) && !MayName(file, named + "/"))
            select $"{file}: {m.Value}";
        broken.ShouldBeEmpty();
    }

    [Fact]
    public void The_library_references_nothing_but_the_runtime() =>
        typeof(NablaException).Assembly.GetReferencedAssemblies().Select(a => a.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal)).ShouldBeEmpty();

    static bool MayName(string user, string named)
    {
        (string from, string to) = (SourceMap.Folder(user), SourceMap.Folder(named));
        if (named.StartsWith("Backends/Cpu/", StringComparison.Ordinal) && !MayNameCpu.Contains(from))
            return false;
        return from == to || to.Length == 0 || Allowed.GetValueOrDefault(from, []).Contains(to);
    }

    static string Code(string text) => Comment().Replace(text, "");

    [GeneratedRegex(@"//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\bNabla\.(?<path>[A-Z]\w*(\.[A-Z]\w*)*)", RegexOptions.Multiline | RegexOptions.ExplicitCapture)]
    private static partial Regex QualifiedName();
}
