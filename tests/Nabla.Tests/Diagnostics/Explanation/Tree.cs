using System.Globalization;
using Nabla.Diagnostics;

namespace Nabla.Tests.Diagnostics;

/// <summary>An expression drawn at random, which can be printed and compared.</summary>
sealed record Tree(string Head, params Tree[] Inputs)
{
    static readonly string[] Leaves = ["x", "y", "λ₁", "2", "0.5", "1e-3"];
    static readonly (string Name, string Sign, int Bond)[] Binary = [("Add", "+", 1), ("Subtract", "-", 1), ("Multiply", "*", 2), ("Divide", "/", 2), ("Pow", "^", 4)];
    static readonly (string Name, string Call)[] Functions = [("Tanh", "tanh"), ("Log", "ln"), ("Sigmoid", "sigmoid"), ("Maximum", "max")];

    public static Tree Draw(Random random, int size)
    {
        if (size <= 1) return new(Leaves[random.Next(Leaves.Length)]);
        int left = random.Next(1, size);
        return random.Next(4) switch
        {
            0 => new("Negate", Draw(random, size - 1)),
            1 when Functions[random.Next(Functions.Length)].Name is var name =>
                name == "Maximum" ? new(name, Draw(random, left), Draw(random, size - left)) : new(name, Draw(random, size - 1)),
            _ => new(Binary[random.Next(Binary.Length)].Name, Draw(random, left), Draw(random, size - left)),
        };
    }

    /// <summary>The tree that a graph unfolds to, as text.</summary>
    public static string Of(FormulaGraph graph)
    {
        var texts = new string[graph.Vertices.Count];
        for (int i = 0; i < texts.Length; i++)
        {
            FormulaVertex v = graph.Vertices[i];
            texts[i] = v.Operation is null ? v.Text : $"[{v.Operation.Name} {string.Join(' ', v.Inputs.Select(j => texts[j]))}]";
        }
        return texts[^1];
    }

    public string Canonical() => Inputs.Length == 0 ? Head : $"[{Head} {string.Join(' ', Inputs.Select(i => i.Canonical()))}]";

    /// <summary>The text, with spaces and superfluous parentheses here and there.</summary>
    public string Print(Random random) => Print(random, 0);

    string Print(Random random, int least)
    {
        string space = random.Next(3) == 0 ? " " : "";
        (string text, int bond) = Text(random, space);
        return bond < least || random.Next(6) == 0 ? string.Create(CultureInfo.InvariantCulture, $"({space}{text})") : text;
    }

    (string Text, int Bond) Text(Random random, string space)
    {
        if (Inputs.Length == 0) return (Head, 5);
        if (Head == "Negate") return ("-" + space + Inputs[0].Print(random, 3), 3);
        if (Array.Find(Binary, b => b.Name == Head) is { Name: not null } binary)
        {
            bool power = binary.Bond == 4;
            string left = Inputs[0].Print(random, power ? 5 : binary.Bond), right = Inputs[1].Print(random, power ? 4 : binary.Bond + 1);
            return (left + space + binary.Sign + space + right, binary.Bond);
        }
        string call = Array.Find(Functions, f => f.Name == Head).Call;
        return ($"{call}{space}({string.Join($",{space}", Inputs.Select(i => i.Print(random, 0)))})", 5);
    }
}
