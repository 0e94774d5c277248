using System.Globalization;

namespace Nabla.Diagnostics;

/// <summary>A vertex as it is shown: every number a text.</summary>
/// <param name="Id">Its place.</param>
/// <param name="Name">What it is called: its own name, its number, or <c>v3</c>.</param>
/// <param name="Symbol">The operation as it was written.</param>
/// <param name="Inputs">Its inputs.</param>
/// <param name="IsNamed">Whether the name is its own.</param>
/// <param name="Varies">Whether it depends on a name.</param>
/// <param name="Value">Its value.</param>
/// <param name="Gradient">Its gradient.</param>
/// <param name="Edges">To its inputs, by position.</param>
internal sealed record ExplanationStep(int Id, string Name, string Symbol, IReadOnlyList<int> Inputs, bool IsNamed, bool Varies, string Value, string Gradient,
    IReadOnlyList<ExplanationStepEdge> Edges)
{
    /// <summary>Of a recorded vertex its arguments by position: an input's id, or −1 for a constant, which has no vertex.</summary>
    public IReadOnlyList<int>? Arguments { get; init; }

    public bool IsNumber => Inputs.Count == 0 && !IsNamed;

    /// <summary>The steps of a formula of numbers.</summary>
    public static ExplanationStep[] Of(Explanation explanation)
    {
        int[] reach = explanation.Census.Reach;
        return
        [
            .. explanation.Vertices.Select(v => new ExplanationStep(v.Id, NameOf(v.Name, v.Operation, v.Inputs.Count, v.Id), v.Symbol, v.Inputs, v.Name is not null,
                reach[v.Id] > 0, Text(v.Value), Text(v.Gradient), [.. v.Edges.Select(e => new ExplanationStepEdge(e.To, Text(e.Local), Text(e.Product)))])),
        ];
    }

    public static string NameOf(string? name, string operation, int inputs, int id) => name ?? (inputs == 0 ? operation : string.Create(CultureInfo.InvariantCulture, $"v{id}"));

    /// <summary>The vertex by its inputs' names; empty for a leaf.</summary>
    public string Definition(ExplanationStep[] steps) => Inputs.Count switch
    {
        0 => "",
        1 when Symbol is "-" or "−" => $"-{steps[Inputs[0]].Name}",
        1 when Symbol is "'" or "ᵀ" => $"{steps[Inputs[0]].Name}{Symbol}",
        2 when !char.IsLetter(Symbol[0]) => $"{steps[Inputs[0]].Name} {Symbol} {steps[Inputs[1]].Name}",
        _ => $"{Symbol}({string.Join(", ", (Arguments ?? Inputs).Select(i => i < 0 ? "const" : steps[i].Name))})",
    };

    public static string Text(double value) => value.ToString("G7", CultureInfo.InvariantCulture);
}

/// <summary>An edge as it is shown.</summary>
/// <param name="To">The input.</param>
/// <param name="Local">The local derivative.</param>
/// <param name="Product">What passes back.</param>
internal readonly record struct ExplanationStepEdge(int To, string Local, string Product);
