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
    FormulaCensus? census;

    internal Explanation(FormulaGraph graph, IReadOnlyList<ExplainedVertex> vertices, IReadOnlyDictionary<string, double> gradient)
    {
        Graph = graph;
        Vertices = vertices;
        Gradient = gradient;
    }

    /// <summary>The formula as it was given.</summary>
    public string Formula => Graph.Text;

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
        return [.. FormulaReader.Read(formula).Vertices.Where(v => v.IsName).Select(v => v.Text)];
    }

    /// <summary>What every way to find these derivatives costs, counted without walking it.</summary>
    public IReadOnlyList<ModeCost> Costs => field ??= Census.Costs();

    internal FormulaGraph Graph { get; }

    internal FormulaCensus Census => census ??= new(Graph);

    /// <summary>The derivatives by forward mode: one pass for each name.</summary>
    /// <returns>The passes, in the order in which the formula first uses the names.</returns>
    /// <exception cref="ExplanationException">Names times vertices are more than 20,000,000.</exception>
    public IReadOnlyList<ForwardPass> Forward() => TangentPasses.Of(this);

    /// <summary>The derivatives by the naive algorithm: for each name, the sum over all paths to the result of the products along them.</summary>
    /// <param name="most">How many paths are walked at most, over all names; they are always counted.</param>
    /// <returns>For each name the paths, and how many there are.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="most"/> is negative.</exception>
    /// <remarks>The number of paths grows exponentially with a graph's depth, so the walk also ends after 1,000,000 edges.</remarks>
    public IReadOnlyList<PathSum> Paths(int most = 1_000) => PathWalk.Of(this, most);

    /// <summary>The derivatives by one-sided and central difference quotients, for h from 10⁻¹ to 10⁻¹⁴, with their errors.</summary>
    /// <exception cref="ExplanationException">It would take more than 10⁹ operations: 28 values of the formula for each name.</exception>
    public IReadOnlyList<NumericDerivative> Numeric() => Differences.Of(this);

    /// <summary>The derivatives as expressions, with their sizes, and their values at the point.</summary>
    /// <exception cref="ExplanationException">Names times vertices are more than 5,000,000.</exception>
    public IReadOnlyList<SymbolicDerivative> Symbolic() => SymbolicRules.Of(this);

    /// <summary>The forward pass, the backward pass step by step, and the gradient, as text for a person.</summary>
    public override string ToString() => ToText();

    /// <summary>The explanation as text for a person, with what every mode costs below it.</summary>
    /// <param name="mode">How the derivatives are found.</param>
    /// <param name="mostPaths">Of <see cref="ExplanationMode.Paths"/>: see <see cref="Paths"/>.</param>
    /// <exception cref="ExplanationException">The formula is too large for the mode.</exception>
    public string ToText(ExplanationMode mode = ExplanationMode.Reverse, int mostPaths = 1_000) => ModeText.Of(this, mode, mostPaths);

    /// <summary>The explanation as JSON: value, gradient by name, vertices with their edges, what the mode adds, and what all modes cost.</summary>
    /// <param name="writer">Gets one object; NaN and infinities are strings.</param>
    /// <param name="mode">How the derivatives are found; every mode but reverse adds an object of its name.</param>
    /// <param name="mostPaths">Of <see cref="ExplanationMode.Paths"/>: see <see cref="Paths"/>.</param>
    /// <exception cref="ExplanationException">The formula is too large for the mode.</exception>
    public void WriteJson(Utf8JsonWriter writer, ExplanationMode mode = ExplanationMode.Reverse, int mostPaths = 1_000)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ExplanationJson.Write(this, writer, mode, mostPaths);
    }

    /// <summary>The explanation as one line of JSON; see <see cref="WriteJson"/>.</summary>
    /// <param name="mode">How the derivatives are found.</param>
    /// <exception cref="ExplanationException">The formula is too large for the mode.</exception>
    public string ToJson(ExplanationMode mode = ExplanationMode.Reverse)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) ExplanationJson.Write(this, writer, mode, 1_000);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The graph, to be drawn: values above the vertices, and what the mode finds on vertices and edges.</summary>
    /// <param name="mode">How the derivatives are found; numeric mode sees no edges.</param>
    /// <exception cref="ExplanationException">The formula is too large for the mode.</exception>
    public ExplanationDiagram Diagram(ExplanationMode mode = ExplanationMode.Reverse) => ModeDiagram.Of(this, mode);

    /// <summary>The formula, the steps and the chain rule in LaTeX; needs the package amsmath.</summary>
    /// <param name="mode">How the derivatives are found.</param>
    /// <param name="mostPaths">Of <see cref="ExplanationMode.Paths"/>: see <see cref="Paths"/>.</param>
    /// <exception cref="ExplanationException">The formula has more than 1,000 vertices.</exception>
    public string ToLatex(ExplanationMode mode = ExplanationMode.Reverse, int mostPaths = 1_000) => ModeLatex.Of(this, mode, mostPaths);
}
