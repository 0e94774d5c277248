using System.Text.Json;
using Nabla.Cli.Terminal;

namespace Nabla.Cli.Descriptions;

/// <summary>All that decides a training's result: the model, the loss, the optimizer and what is around its steps, the data, and how long.</summary>
/// <param name="Name">What the run is called: the preset's or the file's name.</param>
/// <param name="Data">The data set, or the text.</param>
/// <param name="Layers">The layers in order.</param>
/// <param name="Loss">The loss.</param>
/// <param name="Optimizer">The optimizer.</param>
/// <param name="BatchSize">Examples of a step.</param>
/// <param name="Epochs">Passes over the training part.</param>
/// <param name="Seed">What every random number follows from.</param>
/// <param name="Json">Where it was read.</param>
internal sealed record RunDescription(
    string Name, Described Data, IReadOnlyList<Described> Layers, Described Loss, Described Optimizer, int BatchSize, int Epochs, long Seed, LocatedJson Json)
{
    /// <summary>How the learning rate changes; null if it stays.</summary>
    public Described? Schedule { get; private init; }

    /// <summary>The average of the weights; null if there is none.</summary>
    public Described? Average { get; private init; }

    /// <summary>How long all gradients together may be.</summary>
    public double? ClipNorm { get; private init; }

    /// <summary>How large an element of a gradient may be.</summary>
    public double? ClipValue { get; private init; }

    /// <summary>Batches of a step.</summary>
    public int Accumulate { get; private init; } = 1;

    static readonly Field NameField = new("name", FieldType.Text, "What the run is called; the file's name unless given.");
    static readonly Field BatchSizeField = Field.Whole("batchSize", "Examples of a step.", least: 1, 64.0);
    static readonly Field EpochsField = Field.Whole("epochs", "Passes over the training part.", least: 1, 10.0, most: 1_000_000);
    static readonly Field SeedField = Field.Whole("seed", "What every random number follows from.", least: 0, 0.0, most: 1L << 53);
    static readonly Field ClipNormField = new("clipNorm", FieldType.Real, "How long all gradients together may be, the root of the sum of squares; not clipped unless given.") { Least = 0 };
    static readonly Field ClipValueField = new("clipValue", FieldType.Real, "How large each element of a gradient may be; not clipped unless given.") { Least = 0 };
    static readonly Field AccumulateField = Field.Whole("accumulate", "Of how many batches a step adds up the gradients.", least: 1, 1.0);

    /// <summary>The plain fields of a description.</summary>
    public static IReadOnlyList<Field> Fields { get; } =
        [NameField, BatchSizeField, EpochsField, SeedField, AccumulateField, ClipNormField, ClipValueField];

    /// <summary>The data set's name, or the text's name or path.</summary>
    public string DataName => DataKinds.Source(Data);

    /// <summary>Whether inputs are sequences of characters, and answers their next ones.</summary>
    public bool IsText => DataKinds.IsText(Data);

    /// <summary>Reads a description.</summary>
    /// <param name="name">What the run is called unless the description says so.</param>
    /// <param name="json">The description.</param>
    public static RunDescription Read(string name, LocatedJson json)
    {
        if (json.Kind != JsonTokenType.StartObject) throw json.Wrong($"a training is described by an object, not {json.KindName}.");
        UnknownFields.Refuse(json, ["$schema", "data", "layers", "loss", "optimizer", "schedule", "average", .. Fields.Select(f => f.Name)]);
        LocatedJson layers = Required(json, "layers");
        if (layers.Kind != JsonTokenType.StartArray) throw layers.Wrong($"must be a list of layers, not {layers.KindName}.");
        if (layers.Items.Count == 0) throw layers.Wrong("a model has at least one layer.");
        return new RunDescription(
            Value(json, NameField) as string ?? name,
            DataKinds.Read(Required(json, "data")),
            [.. layers.Items.Select(LayerKinds.All.Read)],
            LossKinds.All.Read(Required(json, "loss")),
            OptimizerKinds.All.Read(Required(json, "optimizer")),
            (int)(double)Value(json, BatchSizeField)!,
            (int)(double)Value(json, EpochsField)!,
            (long)(double)Value(json, SeedField)!,
            json)
        {
            Schedule = Optional(json, "schedule") is { } schedule ? ScheduleKinds.All.Read(schedule) : null,
            Average = Optional(json, "average") is { } average ? AverageKinds.All.Read(average) : null,
            ClipNorm = (double?)Value(json, ClipNormField),
            ClipValue = (double?)Value(json, ClipValueField),
            Accumulate = (int)(double)Value(json, AccumulateField)!,
        };
    }

    /// <summary>The description with every field written out; <see cref="Read"/> reads it again.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString(NameField.Name, Name);
        json.WritePropertyName("data");
        DataKinds.Write(json, Data);
        json.WriteStartArray("layers");
        foreach (Described layer in Layers) layer.Write(json);
        json.WriteEndArray();
        json.WritePropertyName("loss");
        Loss.Write(json);
        json.WritePropertyName("optimizer");
        Optimizer.Write(json);
        json.WriteNumber(BatchSizeField.Name, BatchSize);
        json.WriteNumber(EpochsField.Name, Epochs);
        json.WriteNumber(SeedField.Name, Seed);
        json.WriteNumber(AccumulateField.Name, Accumulate);
        if (ClipNorm is { } norm) json.WriteReal(ClipNormField.Name, norm);
        if (ClipValue is { } limit) json.WriteReal(ClipValueField.Name, limit);
        if (Schedule is not null)
        {
            json.WritePropertyName("schedule");
            Schedule.Write(json);
        }
        if (Average is not null)
        {
            json.WritePropertyName("average");
            Average.Write(json);
        }
        json.WriteEndObject();
    }

    static object? Value(LocatedJson json, Field field)
    {
        if (Optional(json, field.Name) is { } given) return field.Read(given);
        return field.IsRequired ? throw Missing(json, field.Name) : field.Default;
    }

    static LocatedJson Required(LocatedJson json, string name) => Optional(json, name) ?? throw Missing(json, name);

    static LocatedJson? Optional(LocatedJson json, string name) => json.Members.Find(m => m.Name == name).Value;

    static CommandFailure Missing(LocatedJson json, string name) => json.Wrong($"the field '{name}' is missing.");
}
