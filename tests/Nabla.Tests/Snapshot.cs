using System.Text;

namespace Nabla.Tests;

/// <summary>A text that a person agreed on, in a file beside its test; a change of it is seen in review.</summary>
static class Snapshot
{
    const string Accept = "NABLA_ACCEPT_TEXT";

    /// <summary>Compares a text with the file; with NABLA_ACCEPT_TEXT=1 writes it there.</summary>
    public static void ShouldBeAgreed(string text, params string[] path) => ShouldBeCommitted(text, ["tests", "Nabla.Tests", .. path]);

    /// <summary>Compares a text with a file of the repository; with NABLA_ACCEPT_TEXT=1 writes it there.</summary>
    public static void ShouldBeCommitted(string text, params string[] path)
    {
        string agreed = Repository.Path(path), received = Path.ChangeExtension(agreed, ".received.txt");
        if (Environment.GetEnvironmentVariable(Accept) == "1") File.WriteAllText(agreed, text);
        string before = File.Exists(agreed) ? File.ReadAllText(agreed) : "";
        if (before == text)
        {
            File.Delete(received);
            return;
        }
        File.WriteAllText(received, text);
        string[] old = before.Split('\n'), now = text.Split('\n');
        var difference = new StringBuilder();
        foreach (string line in old.Except(now, StringComparer.Ordinal)) difference.Append("- ").Append(line).Append('\n');
        foreach (string line in now.Except(old, StringComparer.Ordinal)) difference.Append("+ ").Append(line).Append('\n');
        Assert.Fail($"{agreed} has changed:\n{difference}The new text is in {received}. If the change is meant, run the tests once with {Accept}=1 and commit the file.");
    }
}
