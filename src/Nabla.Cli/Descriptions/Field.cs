using System.Globalization;
using System.Text.Json;

namespace Nabla.Cli.Descriptions;

/// <summary>What a field of a description holds.</summary>
internal enum FieldType
{
    Whole,
    Real,
    Flag,
    Text,
    Wholes,
}

/// <summary>A field of a description: its name, what it may hold, and what it is unless given.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Description">What it means.</param>
/// <param name="Default">What it is unless given; null where that follows from the rest, or where the field is required.</param>
internal sealed record Field(string Name, FieldType Type, string Description, object? Default = null)
{
    /// <summary>Whether it must be given.</summary>
    public bool IsRequired { get; init; }

    /// <summary>The least value of a number.</summary>
    public double Least { get; init; } = double.NegativeInfinity;

    /// <summary>The largest value of a number.</summary>
    public double Most { get; init; } = double.PositiveInfinity;

    /// <summary>Whether it may be <c>"classes"</c>, the number of classes that the data has.</summary>
    public bool TakesClasses { get; init; }

    /// <summary>What stands for the number of classes: it follows the data, so that a description fits several.</summary>
    public const string Classes = "classes";

    /// <summary>Whether a number must be above <see cref="Least"/>.</summary>
    public bool Above { get; init; }

    /// <summary>Whether a number must be below <see cref="Most"/>.</summary>
    public bool Below { get; init; }

    /// <summary>The strings that it may hold; any where null.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>A whole number.</summary>
    public static Field Whole(string name, string description, double least, object? @default = null, bool required = false, double most = int.MaxValue) =>
        new(name, FieldType.Whole, description, @default) { Least = least, Most = most, IsRequired = required };

    /// <summary>A whole number of at least 1 that must be given, or the number of classes.</summary>
    public static Field WholeOrClasses(string name, string description) => Whole(name, $"{description} \"{Classes}\" is the number of classes, or of characters.", least: 1, required: true) with { TakesClasses = true };

    /// <summary>A number above 0.</summary>
    public static Field Positive(string name, string description, double @default) => new(name, FieldType.Real, description, @default) { Least = 0, Above = true };

    /// <summary>A number of at least 0.</summary>
    public static Field NotNegative(string name, string description, double @default = 0) => new(name, FieldType.Real, description, @default) { Least = 0 };

    /// <summary>A number in [0, 1).</summary>
    public static Field Fraction(string name, string description, double @default) => new(name, FieldType.Real, description, @default) { Least = 0, Most = 1, Below = true };

    /// <summary>True or false.</summary>
    public static Field Flag(string name, string description, bool @default) => new(name, FieldType.Flag, description, @default);

    /// <summary>Whole numbers of at least 0.</summary>
    public static Field Wholes(string name, string description) => new(name, FieldType.Wholes, description) { IsRequired = true, Least = 0, Most = long.MaxValue };

    /// <summary>Reads the field's value.</summary>
    public object Read(LocatedJson json)
    {
        switch (Type)
        {
            case FieldType.Flag:
                return json.Kind is JsonTokenType.True or JsonTokenType.False ? json.Kind == JsonTokenType.True : throw json.Wrong($"must be true or false, not {json.KindName}.");
            case FieldType.Wholes:
                if (json.Kind != JsonTokenType.StartArray) throw json.Wrong($"must be a list of whole numbers, not {json.KindName}.");
                return json.Items.ConvertAll(i => (long)(this with { Type = FieldType.Whole }).Number(i)).ToArray();
            case FieldType.Text:
                if (json.Kind != JsonTokenType.String) throw json.Wrong($"must be a string, not {json.KindName}.");
                if (Choices is not null && !Choices.Contains(json.Text, StringComparer.Ordinal))
                    throw json.Wrong($"'{json.Text}' is none of {string.Join(", ", Choices)}.{Diagnostics.NearestName.Hint(json.Text, Choices)}");
                return json.Text;
            default:
                return TakesClasses && json is { Kind: JsonTokenType.String, Text: Classes } ? Classes : Number(json);
        }
    }

    double Number(LocatedJson json)
    {
        if (json.Kind != JsonTokenType.Number)
            throw json.Wrong($"must be {(Type == FieldType.Whole ? "a whole number" : "a number")}{(TakesClasses ? $" or \"{Classes}\"" : "")}, not {json.KindName}.");
        double value = double.Parse(json.Text, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(value)) throw json.Wrong($"{json.Text} is too large.");
        if (Type == FieldType.Whole && !double.IsInteger(value)) throw json.Wrong($"must be a whole number, not {json.Text}.");
        if (value < Least || (Above && value == Least)) throw json.Wrong(string.Create(CultureInfo.InvariantCulture, $"must be {(Above ? "above" : "at least")} {Least}, not {json.Text}."));
        if (value > Most || (Below && value == Most)) throw json.Wrong(string.Create(CultureInfo.InvariantCulture, $"must be {(Below ? "below" : "at most")} {Most}, not {json.Text}."));
        return value;
    }
}
