using System.Globalization;
using System.Text.Json;
using Nabla.Cli.Descriptions;

namespace Nabla.Cli.Explanations;

/// <summary>Reads a tensor from JSON: a number, or lists of equal length in each other.</summary>
internal static class JsonTensor
{
    public static Tensor Read(LocatedJson json)
    {
        var sizes = new List<int>();
        for (LocatedJson level = json; level.Kind == JsonTokenType.StartArray; level = level.Items[0])
        {
            if (level.Items.Count == 0) throw level.Wrong("is empty: a list of numbers has at least one.");
            sizes.Add(level.Items.Count);
            if (sizes.Count > Shape.MaxRank) throw level.Wrong(string.Create(CultureInfo.InvariantCulture, $"lists are nested deeper than {Shape.MaxRank}."));
        }
        var elements = new List<double>();
        Collect(json, sizes, 0, elements);
        return Tensor.From<double>([.. elements], new Shape([.. sizes]));
    }

    static void Collect(LocatedJson json, List<int> sizes, int axis, List<double> elements)
    {
        if (axis == sizes.Count)
        {
            elements.Add(Number(json));
            return;
        }
        if (json.Kind != JsonTokenType.StartArray) throw json.Wrong(string.Create(CultureInfo.InvariantCulture, $"a list of {sizes[axis]} is expected here, as its neighbours are."));
        if (json.Items.Count != sizes[axis]) throw json.Wrong(string.Create(CultureInfo.InvariantCulture, $"this list has {json.Items.Count} elements, the first of its kind {sizes[axis]}."));
        foreach (LocatedJson item in json.Items) Collect(item, sizes, axis + 1, elements);
    }

    // Infinities and NaN are strings, as in answers.
    static double Number(LocatedJson json) => json.Kind switch
    {
        JsonTokenType.Number => double.Parse(json.Text, NumberStyles.Float, CultureInfo.InvariantCulture),
        JsonTokenType.String when json.Text is "NaN" or "Infinity" or "-Infinity" => double.Parse(json.Text, CultureInfo.InvariantCulture),
        JsonTokenType.StartArray => throw json.Wrong("a number is expected here, as its neighbours are."),
        _ => throw json.Wrong("is no number."),
    };
}
