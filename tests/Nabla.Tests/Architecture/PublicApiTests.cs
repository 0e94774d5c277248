using System.Reflection;

namespace Nabla.Tests.Architecture;

/// <summary>A change of the public interface is seen in review: it changes a file beside this one.</summary>
public sealed class PublicApiTests
{
    const string Accept = "NABLA_ACCEPT_API";

    [Theory]
    [InlineData("Nabla", "Nabla.Core")]
    [InlineData("Nabla.Datasets", "Nabla.Datasets")]
    [InlineData("Nabla.Pictures", "Nabla.Pictures")]
    public void The_public_interface_is_the_one_agreed_on(string package, string assembly)
    {
        string agreed = Repository.Path("tests", "Nabla.Tests", "Architecture", $"PublicApi.{package}.txt");
        string received = Path.ChangeExtension(agreed, ".received.txt");
        string text = PublicApi.Of(Assembly.Load(assembly));
        if (Environment.GetEnvironmentVariable(Accept) == "1")
            File.WriteAllText(agreed, text);
        string[] before = File.Exists(agreed) ? File.ReadAllLines(agreed) : [], now = text.Split('\n', StringSplitOptions.None)[..^1];
        if (before.SequenceEqual(now, StringComparer.Ordinal))
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(received, text);
        Assert.Fail($"The public interface of {package} has changed:\n{Difference(before, now)}\n"
            + $"The new text is in {received}. If the change is meant, run the tests once with {Accept}=1 and commit the file.");
    }

    /// <summary>The lines of either side only, each under its type.</summary>
    static string Difference(string[] before, string[] now)
    {
        List<(string Type, string Member)> old = Pairs(before), @new = Pairs(now);
        IEnumerable<string> lines = old.Except(@new).Select(p => (p, Sign: "-")).Concat(@new.Except(old).Select(p => (p, Sign: "+")))
            .OrderBy(l => l.p.Type, StringComparer.Ordinal).Select(l => $"{l.Sign} {l.p.Type}{(l.p.Member.Length > 0 ? ": " : "")}{l.p.Member}");
        return string.Join('\n', lines);
    }

    static List<(string Type, string Member)> Pairs(string[] lines)
    {
        string type = "";
        List<(string, string)> pairs = [];
        foreach (string line in lines.Where(l => l.Length > 0))
        {
            bool member = line.StartsWith(' ');
            type = member ? type : line;
            pairs.Add((type, member ? line.Trim() : ""));
        }

        return pairs;
    }
}
