using System.Text;

namespace Nabla.Diagnostics;

/// <summary>A vertex of a formula: an operation on earlier vertices, a name or a number.</summary>
/// <param name="Operation">The operation; null for a leaf.</param>
/// <param name="Text">The name, the number or the operation as it was written.</param>
/// <param name="Number">The value of a number; null for a name or an operation.</param>
/// <param name="Inputs">The inputs by position.</param>
/// <param name="Place">Where it was first written.</param>
internal sealed record FormulaVertex(FormulaOperation? Operation, string Text, double? Number, int[] Inputs, FormulaPlace Place)
{
    /// <summary>What <c>let</c> calls it.</summary>
    public string? Bound { get; set; }

    /// <summary>Whether it is a name that gets a value.</summary>
    public bool IsName => Operation is null && Number is null;
}

/// <summary>A formula as a graph: its vertices in topological order, the last the result.</summary>
/// <param name="Text">The text it was read from.</param>
/// <param name="Vertices">Every vertex after its inputs.</param>
/// <param name="Bound">The names that <c>let</c> binds.</param>
internal sealed record FormulaGraph(string Text, IReadOnlyList<FormulaVertex> Vertices, IReadOnlySet<string> Bound)
{
    /// <summary>The formula without comments, its spaces and line ends one space each.</summary>
    public string OnOneLine
    {
        get
        {
            var line = new StringBuilder(Text.Length);
            bool comment = false;
            for (int i = 0; i < Text.Length; i++)
            {
                char c = Text[i];
                if (c is '\n' or '\r') comment = false;
                else if (c == '#' || (c == '/' && i + 1 < Text.Length && Text[i + 1] == '/')) comment = true;
                if (!comment && !char.IsWhiteSpace(c) && c != '\uFEFF') line.Append(c);
                else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
            }
            return line.ToString().TrimEnd();
        }
    }

    /// <summary>A line for each <c>let</c>, then <c>f = </c> and the expression.</summary>
    public string Written
    {
        get
        {
            string[] parts = OnOneLine.Split(';', StringSplitOptions.TrimEntries);
            parts[^1] = $"f = {parts[^1]}";
            return string.Join(";\n", parts);
        }
    }

    /// <summary>The first operation on whole tensors; null where there is none.</summary>
    public FormulaVertex? FirstOfTensors => Vertices.FirstOrDefault(v => v.Operation is { IsElementwise: false });
}
