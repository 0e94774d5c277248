using System.Text;
using System.Text.RegularExpressions;
using Nabla.Tests;

namespace Nabla.Cli.Tests;

/// <summary>The commands of docs/explain.md are run and answer what the page shows.</summary>
/// <remarks>With NABLA_ACCEPT_TEXT=1 the answers are written into the page. An answer of "…" is not compared; numbers that come out of a training are not either.</remarks>
public sealed partial class ExplainPageTests : IDisposable
{
    const string Accept = "NABLA_ACCEPT_TEXT";

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_command_answers_what_the_page_shows()
    {
        string page = Page(), text = File.ReadAllText(page).ReplaceLineEndings("\n");
        int commands = 0;
        string run = Block().Replace(text, block =>
        {
            var answered = new StringBuilder();
            foreach (Match command in Command().Matches(block.Groups["body"].Value))
            {
                commands++;
                string shown = command.Groups["answer"].Value;
                answered.Append("$ ").Append(command.Groups["line"].Value).Append('\n').Append(Answer(command.Groups["line"].Value, shown));
            }
            return $"```console\n{answered}```";
        });
        commands.ShouldBeGreaterThan(15);
        if (Environment.GetEnvironmentVariable(Accept) == "1") File.WriteAllText(page, run);
        File.ReadAllText(page).ReplaceLineEndings("\n").ShouldBe(run, $"If the change is meant, run the tests once with {Accept}=1 and commit the page.");
    }

    /// <summary>What a command answers; what is shown, where nothing has to be compared.</summary>
    string Answer(string line, string shown)
    {
        string[] words = [.. Word().Matches(line).Select(w => w.Groups["quoted"].Success ? w.Groups["quoted"].Value : w.Value)];
        if (words[0] == "cat")
        {
            folder.File(words[1], shown);
            return shown;
        }
        words[0].ShouldBe("nabla", line);
        string[] args = [.. words[1..].Select((word, i) => words[i] is "--file" or "--values" or "--run" or "--out" ? Path.Combine(folder.Path, word) : word)];
        CommandRun run = CommandRun.Of(args);
        if (shown == "…\n") return run.Code == 0 ? shown : run.Error;
        string answer = (run.Output + run.Error).Replace(folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
        // The last bits of a training may depend on the processor's vectors, its figures with them.
        return args.Contains("--run", StringComparer.Ordinal) && Masked(answer) == Masked(shown) ? shown : answer;
    }

    static string Masked(string text) => Space().Replace(Number().Replace(text, "0"), " ");

    static string Page() => Repository.Path("docs", "explain.md");

    [GeneratedRegex(@"^```console\n(?<body>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Block();

    [GeneratedRegex(@"^\$ (?<line>[^\n]*)\n(?<answer>(?!\$ ).*?)(?=^\$ |\z)|^\$ (?<line>[^\n]*)\n(?<answer>)", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Command();

    [GeneratedRegex(@"'(?<quoted>[^']*)'|\S+", RegexOptions.ExplicitCapture)]
    private static partial Regex Word();

    [GeneratedRegex(@"-?\d+(\.\d+)?([eE][-+]?\d+)?", RegexOptions.ExplicitCapture)]
    private static partial Regex Number();

    [GeneratedRegex(" +")]
    private static partial Regex Space();
}
