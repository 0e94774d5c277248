using System.Text.Json;
using Nabla.Cli.Terminal;

namespace Nabla.Cli.Descriptions;

/// <summary>A layer, loss, optimizer, schedule or average as a file describes it: its kind, and every field's value.</summary>
/// <param name="Kind">The kind's name.</param>
/// <param name="Values">The fields that are given or have a default.</param>
/// <param name="Json">Where it was read, for errors that show later.</param>
internal sealed record Described(string Kind, IReadOnlyDictionary<string, object> Values, LocatedJson Json)
{
    /// <summary>A whole number.</summary>
    public int Whole(string name) => (int)Real(name);

    /// <summary>A whole number that need not be given.</summary>
    public int? WholeOrNull(string name) => Values.ContainsKey(name) ? Whole(name) : null;

    /// <summary>A number.</summary>
    public double Real(string name) => Convert.ToDouble(Values[name], System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>A number that need not be given.</summary>
    public double? RealOrNull(string name) => Values.ContainsKey(name) ? Real(name) : null;

    /// <summary>Whole numbers.</summary>
    public IReadOnlyList<long> Wholes(string name) => (long[])Values[name];

    /// <summary>True or false, which need not be given.</summary>
    public bool? FlagOrNull(string name) => Values.TryGetValue(name, out object? value) ? (bool)value : null;

    /// <summary>True or false.</summary>
    public bool Flag(string name) => (bool)Values[name];

    /// <summary>A string.</summary>
    public string Text(string name) => (string)Values[name];

    /// <summary>The same with the number of classes where it says <c>"classes"</c>.</summary>
    public Described ForClasses(int count) => !Values.Values.Contains(Field.Classes) ? this : this with
    {
        Values = new OrderedDictionary<string, object>(Values.Select(v => KeyValuePair.Create(v.Key, Field.Classes.Equals(v.Value) ? (double)count : v.Value)), StringComparer.Ordinal),
    };

    /// <summary>An error about a field, or about the whole if the field was not given.</summary>
    public CommandFailure Wrong(string field, string reason) => (Json.Members.Find(m => m.Name == field).Value ?? Json).Wrong(reason);

    /// <summary>The kind with all its fields.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("kind", Kind);
        foreach ((string name, object value) in Values) WriteValue(json, name, value);
        json.WriteEndObject();
    }

    /// <summary>A field's value.</summary>
    public static void WriteValue(Utf8JsonWriter json, string name, object value)
    {
        switch (value)
        {
            case bool flag: json.WriteBoolean(name, flag); break;
            case string text: json.WriteString(name, text); break;
            case long[] numbers:
                json.WriteStartArray(name);
                foreach (long number in numbers) json.WriteNumberValue(number);
                json.WriteEndArray();
                break;
            default: json.WriteReal(name, Convert.ToDouble(value, System.Globalization.CultureInfo.InvariantCulture)); break;
        }
    }
}
