using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Nabla.Cli.Terminal;
using Nabla.Data;
using Nabla.Diagnostics;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla data</c>: which data sets there are, where they lie, and fetching them.</summary>
internal static class DataCommand
{
    public static Command Create() => new NablaCommand("data", "List, find and fetch data sets.", "nabla data list\nnabla data get fashion-mnist\nnabla data path mnist")
    {
        Sub("list", "List the data sets, or one of them.", "nabla data list", List),
        Sub("get", "Fetch a data set's files, checking their sums.", "nabla data get mnist", Get),
        Sub("path", "Print where a data set lies.", "nabla data path mnist", Paths),
    };

    static NablaCommand Sub(string name, string description, string example, Action<string?, Session> action)
    {
        var set = new Argument<string?>("NAME") { Description = "The data set.", Arity = ArgumentArity.ZeroOrOne };
        return new NablaCommand(name, description, example) { set }.Runs((parsed, session) =>
        {
            action(parsed.GetValue(set) is { } name ? Known(name) : null, session);
            return ExitCodes.Done;
        });
    }

    /// <summary>The name as the data set is called; a name that there is not is an error.</summary>
    public static string Known(string name) => Datasets.Find(name)?.Name ?? TextSet.Find(name)?.Name ?? throw CommandFailure.Arguments(
        $"there is no data set '{name}'.{NearestName.Hint(name, Names)} Known are {string.Join(", ", Names)}.", name);

    static IEnumerable<string> Names => [.. Datasets.All.Select(d => d.Name), .. TextSet.All.Select(t => t.Name)];

    static IReadOnlyList<DatasetLocation> Located(string? name)
    {
        DataLocator locator = DataLocator.FromEnvironment();
        return name is null ? locator.List() : [locator.Locate(name)];
    }

    static void List(string? name, Session session)
    {
        IReadOnlyList<DatasetLocation> sets = Located(name);
        session.Answer(json => Write(json, sets), () => Table(sets));
    }

    static void Paths(string? name, Session session)
    {
        IReadOnlyList<DatasetLocation> sets = name is null ? Located(null) : [DataLocator.FromEnvironment().Require(name)];
        session.Answer(json => Write(json, sets), () => string.Join('\n', sets.Select(Place)));
        string Place(DatasetLocation set) => name is null ? $"{set.Name}: {Where(set)}" : Where(set);
    }

    static void Get(string? name, Session session)
    {
        if (name is null) throw CommandFailure.Arguments($"data get: which data set? Known are {string.Join(", ", Names)}.", "NAME");
        DatasetLocation set = Located(name)[0];
        if (!set.Present)
        {
            var progress = new DownloadLines(session.Error);
            set = new DatasetDownloader().GetAsync(name, progress, session.Stop).GetAwaiter().GetResult();
        }
        session.Answer(json => Write(json, [set]), () => Where(set));
    }

    static string Where(DatasetLocation set) => set.Path ?? (set.Present ? "(embedded)" : "(absent)");

    static void Write(Utf8JsonWriter json, IReadOnlyList<DatasetLocation> sets)
    {
        json.WriteStartObject();
        json.WriteStartArray("sets");
        foreach (DatasetLocation set in sets)
        {
            json.WriteStartObject();
            json.WriteString("name", set.Name);
            json.WriteString("path", set.Path);
            json.WriteNumber("train", set.Train);
            json.WriteNumber("test", set.Test);
            json.WriteBoolean("present", set.Present);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    static string Table(IReadOnlyList<DatasetLocation> sets)
    {
        var text = new StringBuilder("name              train    test  where\n");
        foreach (DatasetLocation set in sets)
            text.Append(CultureInfo.InvariantCulture, $"{set.Name,-14}  {set.Train,7}  {set.Test,6}  {Where(set)}\n");
        return text.ToString();
    }

    /// <summary>A line for each file and each tenth of it.</summary>
    sealed class DownloadLines(TextWriter error) : IProgress<DownloadProgress>
    {
        (string File, long Tenth) last;

        public void Report(DownloadProgress value)
        {
            long tenth = value.Total is > 0 and { } total ? 10 * value.Received / total : 0;
            if ((value.File, tenth) == last) return;
            last = (value.File, tenth);
            error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{value.Name}: {value.File} ({value.FileIndex + 1} of {value.FileCount}), {value.Received >> 10} KiB"));
        }
    }
}
