using System.Globalization;
using System.Text.Json;

namespace Nabla.Tests.Reference;

/// <summary>An array as the reference files hold it: row-major, every element widened to double (a bool is 0 or 1).</summary>
public sealed record ReferenceArray(string DType, int[] Shape, double[] Data);

/// <summary>One record of tests/reference: what PyTorch 1.13 computed for these inputs in float64.</summary>
public sealed record ReferenceCase(
    string Name,
    string Case,
    IReadOnlyDictionary<string, JsonElement> Args,
    IReadOnlyList<ReferenceArray> Inputs,
    ReferenceArray Output,
    ReferenceArray? Upstream,
    IReadOnlyList<ReferenceArray?>? Gradients)
{
    /// <summary>The folder that the build copies the files to.</summary>
    public static string Folder { get; } = Path.Combine(AppContext.BaseDirectory, "reference");

    /// <summary>The records of a section such as "elementwise", in the file's order.</summary>
    public static IReadOnlyList<ReferenceCase> Load(string section)
    {
        using FileStream stream = File.OpenRead(Path.Combine(Folder, section + ".json"));
        using JsonDocument document = JsonDocument.Parse(stream);
        return document.RootElement.EnumerateArray().Select(Read).ToArray();
    }

    /// <summary>The records of a section for a theory's MemberData.</summary>
    public static TheoryData<ReferenceCase> Theory(string section) => new(Load(section));

    /// <summary>An argument as a number, or <paramref name="otherwise"/> where the record leaves it at PyTorch's default.</summary>
    public double Number(string argument, double otherwise) => Args.TryGetValue(argument, out JsonElement value) ? ReadNumber(value) : otherwise;

    /// <summary>An argument as a truth value; false where it is not given.</summary>
    public bool Flag(string argument) => Args.TryGetValue(argument, out JsonElement value) && value.GetBoolean();

    /// <summary>An argument as a list of whole numbers: axes, orders, shapes. A single number is a list of one.</summary>
    public int[] Integers(string argument) => Args[argument].ValueKind == JsonValueKind.Array
        ? Args[argument].EnumerateArray().Select(e => e.GetInt32()).ToArray()
        : [Args[argument].GetInt32()];

    /// <summary>Name, case, arguments and shapes: what a failing theory prints.</summary>
    public override string ToString()
    {
        string args = string.Join(", ", Args.Select(a => $"{a.Key}={a.Value.GetRawText()}"));
        string shapes = string.Join(", ", Inputs.Select(i => $"[{string.Join(", ", i.Shape.Select(n => n.ToString(CultureInfo.InvariantCulture)))}]"));
        return $"{Name}({args}) {Case} of {shapes}";
    }

    static ReferenceCase Read(JsonElement e) => new(
        e.GetProperty("name").GetString()!,
        e.GetProperty("case").GetString()!,
        e.GetProperty("args").EnumerateObject().ToDictionary(a => a.Name, a => a.Value.Clone(), StringComparer.Ordinal),
        e.GetProperty("inputs").EnumerateArray().Select(i => ReadArray(i)!).ToArray(),
        ReadArray(e.GetProperty("output"))!,
        ReadArray(e.GetProperty("upstream")),
        e.GetProperty("gradients") is { ValueKind: JsonValueKind.Array } g ? g.EnumerateArray().Select(ReadArray).ToArray() : null);

    static ReferenceArray? ReadArray(JsonElement e) => e.ValueKind == JsonValueKind.Null ? null : new(
        e.GetProperty("dtype").GetString()!,
        e.GetProperty("shape").EnumerateArray().Select(n => n.GetInt32()).ToArray(),
        e.GetProperty("data").EnumerateArray().Select(ReadNumber).ToArray());

    static double ReadNumber(JsonElement e) => e.ValueKind switch
    {
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => double.Parse(e.GetString()!, CultureInfo.InvariantCulture),
        _ => e.GetDouble(),
    };
}
