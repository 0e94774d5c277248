namespace Nabla.Tests.Architecture;

/// <summary>A file says what it is for by its name, and is short enough to read.</summary>
public sealed class FileTests
{
    const int MostLines = 450;

    static readonly string[] NamesThatSayNothing = ["Helper", "Helpers", "Util", "Utils", "Utilities", "Manager", "Misc", "Common"];

    [Fact]
    public void No_file_or_type_has_a_name_that_says_nothing()
    {
        IEnumerable<string> names =
            from file in Repository.Sources("src").Concat(Repository.Sources("tests"))
            let name = Path.GetFileNameWithoutExtension(file)
            where NamesThatSayNothing.Any(n => name.EndsWith(n, StringComparison.Ordinal))
            select file;
        names.ShouldBeEmpty();
        typeof(NablaException).Assembly.GetTypes().Select(t => t.Name)
            .Where(name => NamesThatSayNothing.Any(n => name.EndsWith(n, StringComparison.Ordinal))).ShouldBeEmpty();
    }

    [Fact]
    public void No_source_file_is_longer_than_a_person_reads()
    {
        IEnumerable<string> longer =
            from file in Repository.Sources("src")
            let lines = File.ReadLines(Repository.Path("src", file)).Count()
            where lines > MostLines
            select FormattableString.Invariant($"{file}: {lines} lines, at most {MostLines}");
        longer.ShouldBeEmpty();
    }

    /// <summary>Several small types may share a file under a name for all of them; one alone gives the file its name.</summary>
    [Fact]
    public void A_file_is_named_for_the_one_public_type_in_it()
    {
        IEnumerable<string> misnamed =
            from file in SourceMap.Files
            let name = Path.GetFileNameWithoutExtension(file).Split('.')[0]
            let types = SourceMap.Declarations(SourceMap.Text(file)).Where(d => d.Public).Select(d => d.Name.Split('`')[0])
                .Distinct(StringComparer.Ordinal).ToArray()
            let own = types.Where(t => !t.EndsWith("Extensions", StringComparison.Ordinal)).ToArray()
            let only = own.Length == 1 ? own[0] : own.Length == 0 && types.Length == 1 ? types[0] : name
            where only != name && only != name + "Extensions"
            select $"{file} holds {only}";
        misnamed.ShouldBeEmpty();
    }
}
