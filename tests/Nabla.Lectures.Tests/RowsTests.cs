using System.Text.Json;
using Nabla.Cli;
using Nabla.Tests;

namespace Nabla.Lectures.Tests;

/// <summary>docs/lectures/rows.json is the list of what the lectures describe: nothing of it is missing here, and nothing here is missing in it.</summary>
public sealed class RowsTests
{
    /// <summary>A row: what is described, by which lectures, and the program or the command that shows it.</summary>
    internal sealed record Row(string Subject, string[] Lectures, string? Program, string? Command);

    internal static IReadOnlyList<Row> Rows { get; } =
    [
        .. JsonDocument.Parse(File.ReadAllText(Repository.Path("docs", "lectures", "rows.json"))).RootElement.EnumerateArray().Select(r => new Row(
            r.GetProperty("row").GetString()!, [.. r.GetProperty("lectures").EnumerateArray().Select(l => l.GetString()!)],
            r.TryGetProperty("run", out JsonElement run) ? run.GetString() : null, r.TryGetProperty("command", out JsonElement command) ? command.GetString() : null)),
    ];

    [Fact]
    public void Every_row_has_a_program_or_a_command()
    {
        Rows.Count.ShouldBeGreaterThanOrEqualTo(30);
        foreach (Row row in Rows)
        {
            (row.Program is null).ShouldNotBe(row.Command is null, row.Subject);
            row.Lectures.ShouldNotBeEmpty(row.Subject);
            if (row.Program is { } program) AllLectures.Find(program).ShouldNotBeNull(row.Subject);
        }
    }

    [Fact]
    public void Every_program_belongs_to_a_row() =>
        AllLectures.List.Select(l => l.Name).Except(Rows.Select(r => r.Program), StringComparer.Ordinal).ShouldBeEmpty();

    [Fact]
    public void Every_program_names_the_lectures_of_its_rows()
    {
        foreach (Row row in Rows.Where(r => r.Program is not null))
        {
            string source = AllLectures.Find(row.Program!)!.Source;
            if (source == "all five") continue;
            foreach (string lecture in row.Lectures) source.ShouldContain(lecture, Case.Sensitive, row.Subject);
        }
    }

    public static TheoryData<string> Commands => [.. Rows.Select(r => r.Command).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>A command without names would check every operation, which the tests of the library do.</summary>
    [Theory]
    [MemberData(nameof(Commands))]
    public void Every_command_is_there(string command)
    {
        string[] words = command.Split(' ');
        words[0].ShouldBe("nabla");
        using var output = new StringWriter();
        using var error = new StringWriter();
        Application.Run(words.Length > 2 ? words[1..] : [words[1], "--help"], output, error).ShouldBe(0, error.ToString());
        output.ToString().ShouldContain(words[^1]);
    }
}
