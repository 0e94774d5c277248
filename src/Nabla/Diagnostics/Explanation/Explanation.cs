using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Nabla.Diagnostics;

/// <summary>A formula's value and derivatives at a point, with every step that leads to them.</summary>
/// <remarks>
/// The formula is a graph with a vertex for each operation; values go forward in topological order, gradients back in the
/// reverse one: B(result) = 1, and each vertex adds B(v)·∂v/∂p to the gradient of its input p. When a vertex is reached its
/// gradient is complete. Values and local derivatives are those of the library's own operations, in float64.
/// </remarks>
/// <example><code>
/// var e = Explanation.Of("(ln(x) + x*y) - sin(y)", new Dictionary&lt;string, double&gt; { ["x"] = 2, ["y"] = 5 });
/// Console.WriteLine(e.Value);           // 11.652071455223084
/// Console.WriteLine(e.Gradient["x"]);   // 5.5
/// </code></example>
public sealed class Explanation
{
    internal Explanation(string formula, IReadOnlyList<ExplainedVertex> vertices, IReadOnlyDictionary<string, double> gradient)
    {
        Formula = formula;
        Vertices = vertices;
        Gradient = gradient;
    }

    /// <summary>The formula as it was given.</summary>
    public string Formula { get; }

    /// <summary>The formula's value.</summary>
    public double Value => Vertices[^1].Value;

    /// <summary>The derivative by each name, in the order in which the formula first uses them.</summary>
    public IReadOnlyDictionary<string, double> Gradient { get; }

    /// <summary>The vertices in topological order: each after its inputs, the result last.</summary>
    public IReadOnlyList<ExplainedVertex> Vertices { get; }

    /// <summary>Computes a formula and its derivatives.</summary>
    /// <param name="formula">
    /// Numbers; names in any script; <c>+ - * / ^</c> and parentheses; functions, which are the library's elementwise operations
    /// (<c>ln exp sin tanh sqrt relu max …</c>); before it any number of <c>let u = …;</c> that name a shared part; comments from <c>#</c> to the end of the line.
    /// </param>
    /// <param name="at">The value of each name.</param>
    /// <returns>Value, gradient and steps.</returns>
    /// <exception cref="FormulaException">
    /// The text is no formula, a name has no value, a value belongs to no name, or an operation is not defined at the point.
    /// </exception>
    /// <remarks>Time and memory grow linearly with the formula, however deep it is.</remarks>
    [RequiresUnreferencedCode(FormulaFunctions.FindsByReflection)]
    [RequiresDynamicCode(FormulaFunctions.FindsByReflection)]
    public static Explanation Of(string formula, IReadOnlyDictionary<string, double> at)
    {
        ArgumentNullException.ThrowIfNull(formula);
        ArgumentNullException.ThrowIfNull(at);
        return new FormulaPass(FormulaReader.Read(formula)).Run(at);
    }

    /// <summary>The names that a formula uses, in the order of their first use.</summary>
    /// <param name="formula">The formula.</param>
    /// <exception cref="FormulaException">The text is no formula.</exception>
    [RequiresUnreferencedCode(FormulaFunctions.FindsByReflection)]
    [RequiresDynamicCode(FormulaFunctions.FindsByReflection)]
    public static IReadOnlyList<string> Names(string formula)
    {
        ArgumentNullException.ThrowIfNull(formula);
        return [.. FormulaReader.Read(formula).Vertices.Where(v => v is { Operation: null, Number: null }).Select(v => v.Text)];
    }

    /// <summary>The forward pass, the backward pass step by step, and the gradient, as text for a person.</summary>
    public override string ToString() => ExplanationText.Of(this);

    /// <summary>The explanation as JSON: value, gradient by name, vertices with their edges.</summary>
    /// <param name="writer">Gets one object; NaN and infinities are strings.</param>
    public void WriteJson(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ExplanationJson.Write(this, writer);
    }

    /// <summary>The explanation as one line of JSON; see <see cref="WriteJson"/>.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) ExplanationJson.Write(this, writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
