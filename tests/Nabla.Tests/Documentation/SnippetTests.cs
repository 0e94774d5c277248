using System.Text.RegularExpressions;

namespace Nabla.Tests.Documentation;

/// <summary>The code on a page is that of an example, which is built and run.</summary>
public sealed partial class SnippetTests
{
    [Theory, InlineData("custom-operations.md", "CustomOperation")]
    public void Every_snippet_stands_in_the_example(string page, string example)
    {
        string[] sources = [.. Directory.EnumerateFiles(Repository.Path("examples", example), "*.cs").Select(f => File.ReadAllText(f).ReplaceLineEndings("\n"))];
        MatchCollection snippets = Snippet().Matches(File.ReadAllText(Repository.Path("docs", page)).ReplaceLineEndings("\n"));
        snippets.Count.ShouldBeGreaterThan(3);
        foreach (Match snippet in snippets)
            sources.ShouldContain(text => text.Contains(snippet.Groups["code"].Value, StringComparison.Ordinal), snippet.Value);
    }

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Snippet();
}
