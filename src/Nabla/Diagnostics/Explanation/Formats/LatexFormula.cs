using System.Globalization;
using System.Text;

namespace Nabla.Diagnostics;

/// <summary>A formula's graph as mathematics in LaTeX: what <c>let</c> names stays a name.</summary>
/// <param name="graph">The formula.</param>
/// <param name="operations">What each vertex's operation is where that depends on its inputs: a product of matrices, of elements.</param>
/// <remarks>Follows the tree by recursion, so the formula must be small.</remarks>
internal sealed class LatexFormula(FormulaGraph graph, IReadOnlyList<string>? operations = null)
{
    /// <summary>The largest formula that is written.</summary>
    public const int MostVertices = 1_000;

    const int Sum = 1, Product = 2, Power = 3, Atom = 4;

    static readonly string Greek = "αβγδεζηθικλμνξοπρστυφχψω";

    static readonly string[] GreekNames =
    [
        "alpha", "beta", "gamma", "delta", "varepsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu", "nu", "xi", "omicron", "pi", "rho",
        "sigma", "tau", "upsilon", "varphi", "chi", "psi", "omega",
    ];

    /// <summary>Refuses a formula that is too large.</summary>
    public void Check()
    {
        if (graph.Vertices.Count > MostVertices)
            throw new ExplanationException(string.Create(CultureInfo.InvariantCulture, $"latex: cannot write {graph.Vertices.Count} vertices as mathematics: at most {MostVertices}. Take json or dot."));
    }

    /// <summary>A vertex's own name: x, v₃.</summary>
    public string Name(int vertex)
    {
        FormulaVertex v = graph.Vertices[vertex];
        if (v.Number is not null) return Number(v.Text);
        return v.Operation is null ? Identifier(v.Text) : v.Bound is { } bound ? Identifier(bound) : string.Create(CultureInfo.InvariantCulture, $"v_{{{vertex}}}");
    }

    /// <summary>A vertex in the names of its inputs.</summary>
    public string Step(int vertex)
    {
        (string text, _) = Applied(vertex, (i, bond) => graph.Vertices[i].Number < 0 && bond > Sum ? $@"\left({Name(i)}\right)" : Name(i));
        return text;
    }

    /// <summary>A vertex written out down to names, numbers and what <c>let</c> binds.</summary>
    public string Expression(int vertex) => Written(vertex, 0, top: true);

    string Written(int vertex, int least, bool top = false)
    {
        FormulaVertex v = graph.Vertices[vertex];
        if (v.Operation is null || (v.Bound is not null && !top)) return Name(vertex);
        (string text, int bond) = Applied(vertex, (i, b) => Written(i, b));
        return bond < least ? $@"\left({text}\right)" : text;
    }

    (string Text, int Bond) Applied(int vertex, Func<int, int, string> input)
    {
        FormulaVertex v = graph.Vertices[vertex];
        string In(int j, int bond) => input(v.Inputs[j], bond);
        string operation = operations?[vertex] ?? v.Operation!.Name;
        return operation switch
        {
            "Add" => ($"{In(0, Sum)} + {In(1, Sum)}", Sum),
            "Subtract" => ($"{In(0, Sum)} - {In(1, Product)}", Sum),
            "Multiply" => ($@"{In(0, Product)} \cdot {In(1, Product)}", Product),
            "Hadamard" => ($@"{In(0, Product)} \odot {In(1, Product)}", Product),
            "MatMul" => ($@"{In(0, Product)} \, {In(1, Product)}", Product),
            "Divide" => ($@"\frac{{{In(0, 0)}}}{{{In(1, 0)}}}", Atom),
            "Pow" => ($"{In(0, Atom)}^{{{In(1, 0)}}}", Power),
            "Negate" => ($"-{In(0, Product)}", Sum),
            "Transpose" => ($@"{In(0, Atom)}^{{\top}}", Power),
            "Exp" => ($"e^{{{In(0, 0)}}}", Power),
            "Sqrt" => ($@"\sqrt{{{In(0, 0)}}}", Atom),
            "Abs" => ($@"\left|{In(0, 0)}\right|", Atom),
            "Norm" => ($@"\left\lVert {In(0, 0)} \right\rVert", Atom),
            "Sum" => ($@"\sum {In(0, Product)}", Product),
            "Dot" => ($@"\left\langle {In(0, 0)}, {In(1, 0)} \right\rangle", Atom),
            "Log" => Call(@"\ln"),
            "Sigmoid" => Call(@"\sigma"),
            "Sin" or "Cos" or "Tan" or "Tanh" or "Sinh" or "Cosh" => Call($@"\{operation.ToLowerInvariant()}"),
            "Maximum" or "Max" => Call(@"\max"),
            "Minimum" or "Min" => Call(@"\min"),
            _ => Call($@"\operatorname{{{operation.ToLowerInvariant()}}}"),
        };

        (string Text, int Bond) Call(string name) => ($@"{name}\left({string.Join(", ", v.Inputs.Select((_, j) => In(j, 0)))}\right)", Atom);
    }

    /// <summary>A name as LaTeX has it: Greek letters by their commands, digits after a letter as an index.</summary>
    public static string Identifier(string name)
    {
        var head = new StringBuilder();
        var index = new StringBuilder();
        int letters = 0;
        foreach (Rune rune in name.EnumerateRunes())
        {
            int greek = rune.IsBmp ? Greek.IndexOf((char)rune.Value, StringComparison.Ordinal) : -1;
            if (rune.Value is >= 0x2080 and <= 0x2089) index.Append((char)('0' + rune.Value - 0x2080));
            else if (Rune.IsDigit(rune) && rune.IsAscii && letters > 0) index.Append(rune);
            else if (rune.Value == '_') index.Append(index.Length > 0 ? "," : "");
            else if (index.Length > 0) index.Append(rune);
            else
            {
                letters++;
                head.Append(greek >= 0 ? $@"\{GreekNames[greek]} " : rune.ToString());
            }
        }
        string text = head.ToString().TrimEnd();
        if (letters > 1) text = IsGreek(name) ? text : $@"\mathit{{{text}}}";
        return index.Length > 0 ? $"{text}_{{{index}}}" : text;

        static bool IsGreek(string letters) => letters.Any(c => Greek.Contains(c, StringComparison.Ordinal));
    }

    /// <summary>A number with its power of ten written out.</summary>
    public static string Number(string text)
    {
        int e = text.IndexOfAny(['e', 'E']);
        if (e < 0) return text switch { "NaN" => @"\text{NaN}", "Infinity" or "∞" => @"\infty", "-Infinity" or "-∞" => @"-\infty", _ => text };
        return $@"{text[..e]} \cdot 10^{{{text[(e + 1)..].TrimStart('+')}}}";
    }
}
