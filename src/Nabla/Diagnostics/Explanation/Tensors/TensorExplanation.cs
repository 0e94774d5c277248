using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Json;

namespace Nabla.Diagnostics;

/// <summary>The value and the gradients of a formula of vectors and matrices, or of any recorded tensor, with every step that leads to them.</summary>
/// <remarks>
/// Each vertex is an operation of the library with its own vector–Jacobian product. The gradient of a vertex is the sum of the
/// products that reach it, each the gradient of a user times ∂user/∂vertex: B(p) = Σ B(v)·∂v/∂p.
/// </remarks>
/// <example><code>
/// var e = TensorExplanation.Of("sum(sigmoid(W*x + b))", new Dictionary&lt;string, Tensor&gt; { ["W"] = W, ["x"] = x, ["b"] = b });
/// Console.WriteLine(e.Gradient["W"]);
/// </code></example>
public sealed class TensorExplanation
{
    /// <summary>The largest Jacobian that is written out: a linear map of 64 numbers to 64.</summary>
    public const int MostJacobian = 4_096;

    internal TensorExplanation(FormulaGraph? graph, IReadOnlyList<TensorVertex> vertices, IReadOnlyDictionary<string, Tensor> gradient)
    {
        Graph = graph;
        Vertices = vertices;
        Gradient = gradient;
    }

    /// <summary>The formula as it was given; null where the graph was recorded by a program.</summary>
    public string? Formula => Graph?.Text;

    /// <summary>The result's value.</summary>
    public Tensor Value => Vertices[^1].Value!;

    /// <summary>The gradient of each leaf by its name, of its shape.</summary>
    public IReadOnlyDictionary<string, Tensor> Gradient { get; }

    /// <summary>The vertices in topological order: each after its inputs, the result last.</summary>
    public IReadOnlyList<TensorVertex> Vertices { get; }

    internal FormulaGraph? Graph { get; }

    /// <summary>Computes a formula of numbers, vectors and matrices, and its gradients, in float64.</summary>
    /// <param name="formula">
    /// As <see cref="Explanation.Of"/> reads it, and further: <c>a*b</c> is the matrix product where both are vectors or matrices
    /// (a vector is a row on the left, a column on the right; two vectors give their dot product) and a multiple where one is a number;
    /// <c>a@b</c> is always the matrix product, <c>a.*b</c>, <c>a∘b</c> and <c>hadamard(a, b)</c> are products of elements; <c>+ - / ^</c> and functions
    /// work on elements, shapes broadcast; <c>a'</c>, <c>aᵀ</c> and <c>T(a)</c> transpose the last two axes; <c>sum mean prod norm variance max min</c> fold all elements,
    /// <c>dot(a, b)</c> multiplies and sums; <c>softmax</c> and <c>logsoftmax</c> run along the last axis, <c>logsumexp</c> over all.
    /// </param>
    /// <param name="at">The value of each name.</param>
    /// <param name="upstream">The gradient at the result, of its shape; 1 unless given, which the result must be one number for.</param>
    /// <returns>Value, gradients and steps.</returns>
    /// <exception cref="FormulaException">
    /// The text is no formula, a name has no value, a value belongs to no name, shapes do not fit, the result is no number and has
    /// no gradient given, or an operation is not defined at the point.
    /// </exception>
    [RequiresUnreferencedCode(FormulaFunctions.FindsByReflection)]
    [RequiresDynamicCode(FormulaFunctions.FindsByReflection)]
    public static TensorExplanation Of(string formula, IReadOnlyDictionary<string, Tensor> at, Tensor? upstream = null)
    {
        ArgumentNullException.ThrowIfNull(formula);
        ArgumentNullException.ThrowIfNull(at);
        return new TensorFormulaPass(FormulaReader.Read(formula)).Run(at, upstream);
    }

    /// <summary>Whether a formula has operations on whole vectors or matrices, so that <see cref="Explanation"/> cannot compute it.</summary>
    /// <param name="formula">The formula.</param>
    /// <exception cref="FormulaException">The text is no formula.</exception>
    [RequiresUnreferencedCode(FormulaFunctions.FindsByReflection)]
    [RequiresDynamicCode(FormulaFunctions.FindsByReflection)]
    public static bool Needs(string formula)
    {
        ArgumentNullException.ThrowIfNull(formula);
        return FormulaReader.Read(formula).FirstOfTensors is not null;
    }

    /// <summary>The forward pass, the backward pass step by step, and the gradients, as text for a person.</summary>
    /// <remarks>Tensors of more than twelve elements are shown by shape and norm.</remarks>
    public override string ToString() => TensorText.Of(this);

    /// <summary>The explanation as JSON, with the fields that <see cref="Explanation.WriteJson"/> has; values are nested lists.</summary>
    /// <param name="writer">Gets one object; NaN and infinities are strings.</param>
    /// <param name="mostElements">Tensors of more elements are null; their <c>summary</c> tells shape, norm, least, greatest and mean.</param>
    public void WriteJson(Utf8JsonWriter writer, long mostElements = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(writer);
        TensorJson.Write(this, writer, mostElements);
    }

    /// <summary>The explanation as one line of JSON; see <see cref="WriteJson"/>.</summary>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer)) WriteJson(writer);
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>The graph, to be drawn: values or shapes above the vertices, gradients below, local derivatives and products on the edges.</summary>
    public ExplanationDiagram Diagram() => TensorText.Diagram(this);

    /// <summary>The formula and the chain rule in LaTeX; needs the package amsmath.</summary>
    /// <exception cref="ExplanationException">The graph has no formula, or one of more than 1,000 vertices.</exception>
    public string ToLatex() => TensorLatex.Of(this);
}
