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
/// <param name="Vocabulary">The characters of a text in the order of their numbers; null where there is none.</param>
internal sealed record RunConfig(RunDescription Description, int Threads, IReadOnlyList<int> ItemShape,
    IReadOnlyList<string> FeatureNames, IReadOnlyList<string> ClassNames, Standardization Preparation, CharacterVocabulary? Vocabulary)
{
    /// <summary>How many classes there are; 0 where answers are numbers.</summary>
    public int ClassCount => Vocabulary?.Count ?? ClassNames.Count;

    /// <summary>The most characters that a model of text looks back over.</summary>
    public int Context => ItemShape[0];

    public static RunConfig Of(RunDescription description, RunData data, int threads) =>
        new(description with { Data = DataKinds.Rooted(description.Data) }, threads, data.ItemShape, data.FeatureNames, data.ClassNames, data.Preparation, data.Vocabulary);

    public static RunConfig Read(LocatedJson json)
    {
        LocatedJson preparation = Member(json, "preparation");
        return new RunConfig(
            RunDescription.Read("run", Member(json, "description")),
            (int)Number(Member(json, "threads")),
            [.. List(json, "itemShape").Select(i => (int)Number(i))],
            [.. List(json, "featureNames").Select(i => i.Text)],
            [.. List(json, "classNames").Select(i => i.Text)],
            new Standardization([.. List(preparation, "means").Select(i => (float)Number(i))], [.. List(preparation, "scales").Select(i => (float)Number(i))],
                preparation.Members.Find(m => m.Name == "run").Value is { } run ? (int)Number(run) : 1),
            json.Members.Find(m => m.Name == "vocabulary").Value is { } characters ? Characters(characters) : null);
    }

    static CharacterVocabulary Characters(LocatedJson json)
    {
        try
        {
            return new CharacterVocabulary(json.Text);
        }
        catch (ArgumentException e)
        {
            throw json.Wrong(e.Message);
        }
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
        json.WriteNumber("run", Preparation.Run);
        json.WriteEndObject();
        if (Vocabulary is not null) json.WriteString("vocabulary", Vocabulary.Characters);
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
