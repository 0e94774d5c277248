using System.Globalization;
using System.Text;
using System.Text.Json;
using Nabla.Cli.Descriptions;
using Nabla.Cli.Terminal;

namespace Nabla.Cli.Explanations;

/// <summary>The values that are given to a formula's names: numbers, or lists of lists.</summary>
internal sealed class FormulaArguments
{
    const string Kind = "value";

    readonly Dictionary<string, Tensor> values = new(StringComparer.Ordinal);

    FormulaArguments()
    {
    }

    /// <summary>Every value as a float64 tensor; a number has no axis.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => values;

    /// <summary>Whether every value is a number.</summary>
    public bool AreNumbers => values.Values.All(v => v.Rank == 0);

    /// <summary>The values, all of which are numbers.</summary>
    public Dictionary<string, double> Numbers() => values.ToDictionary(p => p.Key, p => p.Value.Item(), StringComparer.Ordinal);

    /// <summary>Reads pairs NAME=VALUE, of which one option may hold several with commas between them, and a file with a JSON object.</summary>
    public static FormulaArguments Read(string[] pairs, string? file)
    {
        var arguments = new FormulaArguments();
        if (file is not null)
        {
            LocatedJson json = LocatedJson.Parse(file, FormulaText.Read(file, File.ReadAllBytes), Kind);
            if (json.Kind != JsonTokenType.StartObject) throw json.Wrong("must be an object of values by name.");
            foreach ((string name, LocatedJson value) in json.Members) arguments.Add(name, JsonTensor.Read(value), "--values");
        }
        foreach (string pair in pairs.SelectMany(Apart))
        {
            int equals = pair.IndexOf('=', StringComparison.Ordinal);
            string name = equals < 0 ? pair : pair[..equals].Trim();
            if (equals < 1 || name.Length == 0) throw CommandFailure.Arguments($"--at: '{pair}' is not NAME=VALUE.{(double.TryParse(pair, CultureInfo.InvariantCulture, out _) ? " Decimals have a point; a vector is written [2, 5]." : "")}", "--at");
            arguments.Add(name, Value($"--at: the value of {name}", pair[(equals + 1)..]), "--at");
        }
        return arguments;
    }

    /// <summary>A number, or JSON lists.</summary>
    /// <param name="what">What errors call it; its option is the first word.</param>
    /// <param name="text">The text.</param>
    public static Tensor Value(string what, string text)
    {
        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)) return Tensor.Scalar(number, DType.Float64);
        return text.TrimStart().StartsWith('[')
            ? JsonTensor.Read(LocatedJson.Parse(what, Encoding.UTF8.GetBytes(text), Kind))
            : throw CommandFailure.Arguments($"{what} is no number: '{text}'.", what.Split(' ', ':')[0]);
    }

    /// <summary>What stands between the commas that no list encloses.</summary>
    static IEnumerable<string> Apart(string pairs)
    {
        int start = 0, depth = 0;
        for (int i = 0; i < pairs.Length; i++)
        {
            if (pairs[i] == '[') depth++;
            else if (pairs[i] == ']') depth--;
            if (pairs[i] != ',' || depth > 0) continue;
            yield return pairs[start..i].Trim();
            start = i + 1;
        }
        yield return pairs[start..].Trim();
    }

    void Add(string name, Tensor value, string option)
    {
        if (!values.TryAdd(name, value)) throw CommandFailure.Arguments($"{option}: {name} is given twice.", option);
    }
}
