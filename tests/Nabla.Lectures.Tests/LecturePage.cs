using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Nabla.Cli;
using Nabla.Tests;

namespace Nabla.Lectures.Tests;

/// <summary>
/// A page of docs/lectures: prose from a template, in which a line <c>{{nabla …}}</c> stands for a command, what it prints and the pictures it draws,
/// <c>{{rows}}</c> for the table of what the lectures describe, and <c>{{programs}}</c> for that of the programs.
/// </summary>
sealed partial class LecturePage
{
    readonly List<string> lines = [];
    readonly HashSet<int> loose = [];
    readonly string[] before;

    LecturePage(string name)
    {
        Name = name;
        before = File.Exists(Committed) ? File.ReadAllLines(Committed) : [];
        lines.Add("<!-- Made from tests/Nabla.Lectures.Tests/Pages; NABLA_ACCEPT_TEXT=1 dotnet test -c Release makes it again. -->");
        foreach (string line in File.ReadLines(Repository.Path("tests", "Nabla.Lectures.Tests", "Pages", name)))
        {
            if (line == "{{rows}}") AddRows();
            else if (line == "{{programs}}") AddPrograms();
            else if (Placeholder().Match(line) is { Success: true } match) AddCommand(match.Groups["command"].Value);
            else lines.Add(line);
        }
    }

    /// <summary>The names of the pages.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [.. Directory.EnumerateFiles(Repository.Path("tests", "Nabla.Lectures.Tests", "Pages"), "*.md").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    public static LecturePage Of(string name) => new(name);

    /// <summary>The file's name.</summary>
    public string Name { get; }

    /// <summary>Where the page is committed.</summary>
    public string Committed => Repository.Path("docs", "lectures", Name);

    /// <summary>The page as it is made now.</summary>
    public string Text => string.Join('\n', lines) + "\n";

    /// <summary>The lines that are otherwise on the committed page. Numbers of programs that depend on rounding may differ by a third, others in the last digits.</summary>
    public IReadOnlyList<string> Stale()
    {
        var stale = new List<string>();
        for (int i = 0; i < Math.Max(lines.Count, before.Length); i++)
        {
            string now = i < lines.Count ? lines[i] : "", then = i < before.Length ? before[i] : "";
            if (!TextWithNumbers.Agree(then, now, loose.Contains(i) ? 0.3 : 1e-4, loose.Contains(i) ? 0.05 : 1e-7)) stale.Add($"- {then}\n+ {now}");
        }
        return stale;
    }

    void AddCommand(string command)
    {
        string[] words = [.. Word().Matches(command).Select(m => m.Groups["quoted"].Success ? m.Groups["quoted"].Value : m.Value)];
        if (words is ["nabla", "lecture", var name]) AddLecture(command, name);
        else AddBlock(command, Printed(words[1..]), []);
    }

    void AddLecture(string command, string name)
    {
        Lecture lecture = AllLectures.Find(name).ShouldNotBeNull();
        if (lecture.Data is { } data)
        {
            // Without the data the block stays as it was committed.
            string begin = $"<!-- {name}: needs {data} -->", end = $"<!-- end of {name} -->";
            lines.Add(begin);
            if (LectureRun.IsPossible(lecture)) AddRun(command, name);
            else lines.AddRange(before.SkipWhile(l => l != begin).Skip(1).TakeWhile(l => l != end));
            lines.Add(end);
        }
        else AddRun(command, name);
    }

    void AddRun(string command, string name)
    {
        LectureRun run = LectureRun.Of(name);
        int from = lines.Count;
        AddBlock(command, run.Text, run.Pictures.Select(p => $"![{AllLectures.Find(name)!.Title.Replace('[', '(').Replace(']', ')')}](pictures/{p.Name})"));
        if (LectureRun.DependOnRounding.Contains(name, StringComparer.Ordinal)) loose.UnionWith(Enumerable.Range(from, lines.Count - from));
    }

    void AddBlock(string command, string output, IEnumerable<string> pictures)
    {
        lines.Add("```text");
        lines.Add($"$ {command}");
        lines.AddRange(output.TrimEnd('\n').Split('\n').Select(l => l.TrimEnd()));
        lines.Add("```");
        foreach (string picture in pictures)
        {
            lines.Add("");
            lines.Add(picture);
        }
    }

    static string Printed(string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        Application.Run(arguments, output, error).ShouldBe(0, error.ToString());
        return output.ToString();
    }

    void AddRows()
    {
        lines.Add("| what the lectures describe | lectures | run as |");
        lines.Add("| --- | --- | --- |");
        foreach (RowsTests.Row row in RowsTests.Rows)
        {
            string pages = string.Join(' ', row.Lectures.Select(l => $"[{l}]({Names.Single(n => n.StartsWith(l, StringComparison.Ordinal))})"));
            lines.Add($"| {row.Subject} | {pages} | `{row.Command ?? $"nabla lecture {row.Program}"}` |");
        }
    }

    void AddPrograms()
    {
        lines.Add("| program | what it shows | the slides |");
        lines.Add("| --- | --- | --- |");
        foreach (Lecture lecture in AllLectures.List)
        {
            string file = Repository.Sources("examples/lectures").Single(f => File.ReadAllText(Repository.Path("examples", "lectures", f)).Contains($"new(\"{lecture.Name}\",", StringComparison.Ordinal));
            lines.Add($"| [`{lecture.Name}`](../../examples/lectures/{file}) | {Cell(lecture.Title)} | {Cell(lecture.Misprints ?? "")} |");
        }
        static string Cell(string text) => new StringBuilder(text).Replace("|", "\\|").ToString();
    }

    [GeneratedRegex(@"^\{\{(?<command>nabla .*)\}\}$")]
    private static partial Regex Placeholder();

    [GeneratedRegex("""'(?<quoted>[^']*)'|\S+""")]
    private static partial Regex Word();
}
