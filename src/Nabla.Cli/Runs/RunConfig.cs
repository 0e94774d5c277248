using System.Globalization;
using System.Text.Json;
using Nabla.Cli.Descriptions;
using Nabla.Data;

namespace Nabla.Cli.Runs;

/// <summary>All that made a run, and what predictions need: it describes itself without the program or the data.</summary>
/// <param name="Description">The training's description, every field written out.</param>
/// <param name="Threads">The threads that computed it; they do not change the result.</param>
/// <param name="ItemShape">The shape of one input.</param>
/// <param name="FeatureNames">What each number of an input is; empty for images.</param>
/// <param name="ClassNames">The classes in order; empty where answers are numbers.</param>
/// <param name="Preparation">What was done to raw inputs.</param>
internal sealed record RunConfig(RunDescription Description, int Threads, IReadOnlyList<int> ItemShape,
    IReadOnlyList<string> FeatureNames, IReadOnlyList<string> ClassNames, Standardization Preparation)
{
    public static RunConfig Of(RunDescription description, Dataset data, int threads) =>
        new(description, threads, data.ItemShape, data.FeatureNames, data.ClassNames, data.Preparation);

    public static RunConfig Read(LocatedJson json)
    {
        LocatedJson preparation = Member(json, "preparation");
        return new RunConfig(
            RunDescription.Read("run", Member(json, "description")),
            (int)Number(Member(json, "threads")),
            [.. List(json, "itemShape").Select(i => (int)Number(i))],
            [.. List(json, "featureNames").Select(i => i.Text)],
            [.. List(json, "classNames").Select(i => i.Text)],
            new Standardization([.. List(preparation, "means").Select(i => (float)Number(i))], [.. List(preparation, "scales").Select(i => (float)Number(i))]));
    }

    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("nabla", typeof(Tensor).Assembly.GetName().Version!.ToString(3));
        json.WritePropertyName("description");
        Description.Write(json);
        json.WriteNumber("threads", Threads);
        WriteList(json, "itemShape", ItemShape, json.WriteNumberValue);
        WriteList(json, "featureNames", FeatureNames, json.WriteStringValue);
        WriteList(json, "classNames", ClassNames, json.WriteStringValue);
        json.WriteStartObject("preparation");
        WriteList(json, "means", Preparation.Means, json.WriteNumberValue);
        WriteList(json, "scales", Preparation.Scales, json.WriteNumberValue);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    static void WriteList<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<T> write)
    {
        json.WriteStartArray(name);
        foreach (T item in items) write(item);
        json.WriteEndArray();
    }

    static LocatedJson Member(LocatedJson json, string name) => json.Members.Find(m => m.Name == name).Value ?? throw json.Wrong($"the field '{name}' is missing.");

    static List<LocatedJson> List(LocatedJson json, string name) => Member(json, name) is { Kind: JsonTokenType.StartArray } list ? list.Items : throw Member(json, name).Wrong("must be a list.");

    static double Number(LocatedJson json) => double.TryParse(json.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && json.Kind == JsonTokenType.Number
        ? value
        : throw json.Wrong("must be a number.");
}
