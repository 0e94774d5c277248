using Nabla.Cli.Terminal;
using Nabla.Diagnostics;

namespace Nabla.Cli.Descriptions;

/// <summary>Finds a description: an embedded preset by its name, or a file.</summary>
internal static class DescriptionSource
{
    const string Prefix = "presets/", Suffix = ".json";

    /// <summary>The presets' names.</summary>
    public static IReadOnlyList<string> Presets { get; } =
    [
        .. typeof(DescriptionSource).Assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal))
            .Select(n => n[Prefix.Length..^Suffix.Length]).Order(StringComparer.Ordinal),
    ];

    /// <summary>Reads what an argument names.</summary>
    public static RunDescription Read(string name)
    {
        if (Presets.Contains(name, StringComparer.Ordinal))
        {
            using Stream stream = typeof(DescriptionSource).Assembly.GetManifestResourceStream(Prefix + name + Suffix)!;
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            return RunDescription.Read(name, LocatedJson.Parse(name, bytes.ToArray()));
        }
        if (File.Exists(name)) return RunDescription.Read(Path.GetFileNameWithoutExtension(name), LocatedJson.Parse(name, File.ReadAllBytes(name)));
        string what = name.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase) ? $"{name}: there is no such file." : $"there is no preset '{name}'.{NearestName.Hint(name, Presets)}";
        throw CommandFailure.Arguments($"{what} Presets are {string.Join(", ", Presets)}.", name);
    }
}
