using System.Text.RegularExpressions;
using Nabla.Tests;

namespace Nabla.Lectures.Tests;

/// <summary>The pages of docs/lectures and their pictures are what the programs print and draw now.</summary>
/// <remarks>
/// Not compared: what programs print and draw whose data is not on this machine; the pixels inside pictures; and pictures of programs that
/// learn, which are as they were drawn on one processor. Numbers of those programs are compared loosely: they depend on how a processor rounds.
/// </remarks>
public sealed partial class PageTests
{
    static readonly bool Accept = Environment.GetEnvironmentVariable("NABLA_ACCEPT_TEXT") == "1";

    static string Pictures => Repository.Path("docs", "lectures", "pictures");

    public static TheoryData<string> Pages => [.. LecturePage.Names];

    public static TheoryData<string> Programs => [.. AllLectures.List.Where(LectureRun.IsPossible).Select(l => l.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void A_page_is_current(string name)
    {
        LecturePage page = LecturePage.Of(name);
        if (Accept) File.WriteAllText(page.Committed, page.Text);
        else page.Stale().ShouldBeEmpty($"{name} is stale. If the change is meant, run the tests once with NABLA_ACCEPT_TEXT=1 and commit it.");
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Pictures_are_current(string name)
    {
        foreach ((string picture, string svg) in LectureRun.Of(name).Pictures)
        {
            string committed = Path.Combine(Pictures, picture);
            if (Accept)
            {
                Directory.CreateDirectory(Pictures);
                File.WriteAllText(committed, svg);
            }
            File.Exists(committed).ShouldBeTrue(picture);
            if (LectureRun.DependOnRounding.Contains(name, StringComparer.Ordinal)) continue;
            Agree(File.ReadAllText(committed), svg)
                .ShouldBeTrue($"{picture} is stale. If the change is meant, run the tests once with NABLA_ACCEPT_TEXT=1 and commit it.");
        }
    }

    /// <summary>With the pages of the programs themselves, this makes sure that each is taught somewhere.</summary>
    [Fact]
    public void Every_program_and_every_row_is_on_the_pages_of_its_lectures()
    {
        foreach (RowsTests.Row row in RowsTests.Rows)
            foreach (string lecture in row.Lectures)
            {
                string page = File.ReadAllText(Repository.Path("tests", "Nabla.Lectures.Tests", "Pages", LecturePage.Names.Single(n => n.StartsWith(lecture, StringComparison.Ordinal))));
                string shown = row.Command ?? $"nabla lecture {row.Program}";
                page.ShouldContain(shown, Case.Sensitive, $"{lecture}: {row.Subject}");
            }
    }

    [Fact]
    public void Every_picture_belongs_to_a_page_and_every_link_leads_somewhere()
    {
        var drawn = new HashSet<string>(StringComparer.Ordinal);
        foreach (string file in Directory.EnumerateFiles(Repository.Path("docs", "lectures"), "*.md"))
            foreach (Match link in Link().Matches(File.ReadAllText(file)))
            {
                string target = link.Groups["target"].Value;
                if (target.StartsWith("http", StringComparison.Ordinal)) continue;
                Path.Exists(Path.Combine(Path.GetDirectoryName(file)!, target)).ShouldBeTrue($"{Path.GetFileName(file)}: {target}");
                drawn.Add(target);
            }
        Directory.EnumerateFiles(Pictures).Select(p => $"pictures/{Path.GetFileName(p)}").Except(drawn, StringComparer.Ordinal).ShouldBeEmpty();
    }

    /// <summary>Whether places differ by at most a pixel, and what is written by the last digits.</summary>
    static bool Agree(string before, string now)
    {
        return TextWithNumbers.Agree(Drawn(before), Drawn(now), relative: 0, absolute: 1) && TextWithNumbers.Agree(Written(before), Written(now), 1e-4, 1e-7);

        static string Drawn(string svg) => Writing().Replace(Pixels().Replace(svg, ""), "><");
        static string Written(string svg) => string.Join('\n', Writing().Matches(svg).Select(m => m.Value));
    }

    [GeneratedRegex(">[^<]+<")]
    private static partial Regex Writing();

    [GeneratedRegex("data:image/png;base64,[A-Za-z0-9+/=]*")]
    private static partial Regex Pixels();

    [GeneratedRegex(@"\]\((?<target>[^)#]+)\)")]
    private static partial Regex Link();
}
