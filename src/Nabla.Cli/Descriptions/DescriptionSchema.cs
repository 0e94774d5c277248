using System.Text.Json;
using Nabla.Cli.Terminal;
using Nabla.Data;

namespace Nabla.Cli.Descriptions;

/// <summary>The JSON schema of a description, written from the same tables that check one.</summary>
internal static class DescriptionSchema
{
    public const string Id = "https://json-schema.org/draft/2020-12/schema";

    /// <summary>The schema as it is published in docs/schema.</summary>
    public static string Text() => JsonText.Of(Write, indented: true) + "\n";

    static void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("$schema", Id);
        json.WriteString("title", "A training for 'nabla train FILE.json'");
        json.WriteString("type", "object");
        json.WriteStartObject("properties");
        json.WriteStartObject("$schema");
        json.WriteString("type", "string");
        json.WriteEndObject();
        foreach (Field field in RunDescription.Fields) WriteField(json, field);
        json.WriteStartObject("data");
        json.WriteString("description", "The data set or text.");
        WriteKinds(json, DataKinds.All, [.. DataLocator.FromEnvironment().List().Select(d => d.Name)]);
        json.WriteEndObject();
        json.WriteStartObject("layers");
        json.WriteString("description", "The layers in the order in which an input passes them.");
        json.WriteString("type", "array");
        json.WriteNumber("minItems", 1);
        json.WriteStartObject("items");
        WriteKinds(json, LayerKinds.All);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("loss");
        json.WriteString("description", "What training makes small.");
        WriteKinds(json, LossKinds.All);
        json.WriteEndObject();
        json.WriteStartObject("optimizer");
        json.WriteString("description", "How a step changes the parameters.");
        WriteKinds(json, OptimizerKinds.All);
        json.WriteEndObject();
        json.WriteStartObject("schedule");
        json.WriteString("description", "How the learning rate changes; it stays unless given.");
        WriteKinds(json, ScheduleKinds.All);
        json.WriteEndObject();
        json.WriteStartObject("average");
        json.WriteString("description", "An average of the weights, which is tested and saved in their place; none unless given.");
        WriteKinds(json, AverageKinds.All);
        json.WriteEndObject();
        json.WriteEndObject();
        WriteNames(json, "required", [.. RunDescription.Fields.Where(f => f.IsRequired).Select(f => f.Name), "data", "layers", "loss", "optimizer"]);
        json.WriteBoolean("additionalProperties", false);
        json.WriteEndObject();
    }

    /// <summary>Each kind as an object; those that need no field also as a string.</summary>
    static void WriteKinds<TCreate>(Utf8JsonWriter json, Kinds<TCreate> kinds, string[]? names = null)
    {
        json.WriteStartArray("anyOf");
        json.WriteStartObject();
        WriteNames(json, "enum", names ?? [.. kinds.All.Where(k => !k.Fields.Any(f => f.IsRequired)).Select(k => k.Name)]);
        json.WriteEndObject();
        foreach (Kind<TCreate> kind in kinds.All)
        {
            json.WriteStartObject();
            json.WriteString("description", kind.Description);
            json.WriteString("type", "object");
            json.WriteStartObject("properties");
            json.WriteStartObject("kind");
            json.WriteString("const", kind.Name);
            json.WriteEndObject();
            foreach (Field field in kind.Fields) WriteField(json, field);
            json.WriteEndObject();
            WriteNames(json, "required", ["kind", .. kind.Fields.Where(f => f.IsRequired).Select(f => f.Name)]);
            json.WriteBoolean("additionalProperties", false);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    static void WriteField(Utf8JsonWriter json, Field field)
    {
        json.WriteStartObject(field.Name);
        json.WriteString("description", field.Description);
        if (field.Type == FieldType.Wholes)
        {
            json.WriteString("type", "array");
            json.WriteStartObject("items");
            json.WriteString("type", "integer");
            json.WriteNumber("minimum", field.Least);
            json.WriteEndObject();
            json.WriteEndObject();
            return;
        }
        string type = field.Type switch { FieldType.Whole => "integer", FieldType.Real => "number", FieldType.Flag => "boolean", _ => "string" };
        if (field.TakesClasses)
        {
            WriteNames(json, "type", [type, "string"]);
            json.WriteString("pattern", $"^{Field.Classes}$");
        }
        else
        {
            json.WriteString("type", type);
        }
        if (double.IsFinite(field.Least)) json.WriteNumber(field.Above ? "exclusiveMinimum" : "minimum", field.Least);
        if (double.IsFinite(field.Most)) json.WriteNumber(field.Below ? "exclusiveMaximum" : "maximum", field.Most);
        if (field.Choices is not null) WriteNames(json, "enum", field.Choices);
        if (field.Default is { } value) Described.WriteValue(json, "default", value);
        json.WriteEndObject();
    }

    static void WriteNames(Utf8JsonWriter json, string name, IReadOnlyList<string> names)
    {
        json.WriteStartArray(name);
        foreach (string n in names) json.WriteStringValue(n);
        json.WriteEndArray();
    }
}
