using System.Globalization;
using System.Text.Json;

namespace Nabla.Diagnostics;

/// <summary>An explanation as JSON.</summary>
internal static class ExplanationJson
{
    public static void Write(Explanation explanation, Utf8JsonWriter writer, ExplanationMode mode, int mostPaths)
    {
        // What a mode refuses is refused before anything is written.
        Action? added = mode switch
        {
            ExplanationMode.Forward => Forward(writer, explanation.Forward()),
            ExplanationMode.Paths => Paths(writer, explanation, explanation.Paths(mostPaths)),
            ExplanationMode.Numeric => Numeric(writer, explanation.Numeric()),
            ExplanationMode.Symbolic => Symbolic(writer, explanation.Symbolic()),
            _ => null,
        };
        writer.WriteStartObject();
        Number(writer, "value", explanation.Value);
        writer.WriteStartObject("gradient");
        foreach ((string name, double gradient) in explanation.Gradient) Number(writer, name, gradient);
        writer.WriteEndObject();
        writer.WriteStartArray("vertices");
        foreach (ExplainedVertex vertex in explanation.Vertices) Write(writer, vertex);
        writer.WriteEndArray();
        writer.WriteString("mode", Camel(mode));
        if (added is not null)
        {
            writer.WriteStartObject(Camel(mode));
            added();
            writer.WriteEndObject();
        }
        Costs(writer, explanation.Costs);
        writer.WriteEndObject();
    }

    static void Write(Utf8JsonWriter writer, ExplainedVertex vertex)
    {
        writer.WriteStartObject();
        writer.WriteNumber("id", vertex.Id);
        writer.WriteString("operation", vertex.Operation);
        if (vertex.Name is { } name) writer.WriteString("name", name);
        writer.WriteStartArray("inputs");
        foreach (int input in vertex.Inputs) writer.WriteNumberValue(input);
        writer.WriteEndArray();
        Number(writer, "value", vertex.Value);
        Number(writer, "gradient", vertex.Gradient);
        writer.WriteStartArray("edges");
        foreach (ExplainedEdge edge in vertex.Edges)
        {
            writer.WriteStartObject();
            writer.WriteNumber("to", edge.To);
            Number(writer, "local", edge.Local);
            Number(writer, "product", edge.Product);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    static Action Forward(Utf8JsonWriter writer, IReadOnlyList<ForwardPass> passes) => () => Each(writer, "passes", passes, pass =>
    {
        writer.WriteString("name", pass.Name);
        Number(writer, "derivative", pass.Derivative);
        Numbers(writer, "tangents", pass.Tangents);
        writer.WriteNumber("multiplications", pass.Multiplications);
        writer.WriteNumber("additions", pass.Additions);
    });

    static Action Paths(Utf8JsonWriter writer, Explanation explanation, IReadOnlyList<PathSum> sums) => () =>
    {
        Number(writer, "edgeVisits", explanation.Costs[2].EdgeVisits);
        Number(writer, "backpropagationEdgeVisits", explanation.Costs[0].EdgeVisits);
        writer.WriteBoolean("complete", sums.All(s => s.IsComplete));
        Each(writer, "names", sums, sum =>
        {
            writer.WriteString("name", sum.Name);
            Number(writer, "pathCount", sum.PathCount);
            Number(writer, "edgeVisits", sum.EdgeVisits);
            writer.WriteBoolean("complete", sum.IsComplete);
            Number(writer, "sum", sum.Sum);
            Each(writer, "paths", sum.Paths, path =>
            {
                writer.WriteStartArray("vertices");
                foreach (int vertex in path.Vertices) writer.WriteNumberValue(vertex);
                writer.WriteEndArray();
                Numbers(writer, "locals", path.Locals);
                Number(writer, "product", path.Product);
            });
        });
    };

    static Action Numeric(Utf8JsonWriter writer, IReadOnlyList<NumericDerivative> derivatives) => () => Each(writer, "names", derivatives, derivative =>
    {
        writer.WriteString("name", derivative.Name);
        Number(writer, "derivative", derivative.Derivative);
        Number(writer, "bestOneSidedStep", derivative.BestOneSidedStep);
        Number(writer, "bestCentralStep", derivative.BestCentralStep);
        Number(writer, "oneSidedOrder", derivative.OneSidedOrder);
        Number(writer, "centralOrder", derivative.CentralOrder);
        Each(writer, "quotients", derivative.Quotients, quotient =>
        {
            Number(writer, "h", quotient.Step);
            Number(writer, "oneSided", quotient.OneSided);
            Number(writer, "oneSidedError", quotient.OneSidedError);
            Number(writer, "central", quotient.Central);
            Number(writer, "centralError", quotient.CentralError);
        });
    });

    static Action Symbolic(Utf8JsonWriter writer, IReadOnlyList<SymbolicDerivative> derivatives) => () => Each(writer, "names", derivatives, derivative =>
    {
        writer.WriteString("name", derivative.Name);
        writer.WriteString("expression", derivative.Expression);
        writer.WriteString("latex", derivative.Latex);
        Number(writer, "ruleSize", derivative.RuleSize);
        Number(writer, "treeSize", derivative.TreeSize);
        Number(writer, "simplifiedTreeSize", derivative.SimplifiedTreeSize);
        writer.WriteNumber("sharedSize", derivative.SharedSize);
        Number(writer, "value", derivative.Value);
        Number(writer, "disagreement", derivative.Disagreement);
    });

    static void Costs(Utf8JsonWriter writer, IReadOnlyList<ModeCost> costs) => Each(writer, "costs", costs, cost =>
    {
        writer.WriteString("mode", Camel(cost.Mode));
        if (cost.Variant.Length > 0) writer.WriteString("variant", cost.Variant);
        Number(writer, "passes", cost.Passes);
        Number(writer, "edgeVisits", cost.EdgeVisits);
        Number(writer, "multiplications", cost.Multiplications);
        Number(writer, "additions", cost.Additions);
        Number(writer, "operations", cost.Operations);
    });

    static void Each<T>(Utf8JsonWriter writer, string name, IReadOnlyList<T> items, Action<T> write)
    {
        writer.WriteStartArray(name);
        foreach (T item in items)
        {
            writer.WriteStartObject();
            write(item);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    static void Numbers(Utf8JsonWriter writer, string name, IReadOnlyList<double> values)
    {
        writer.WriteStartArray(name);
        foreach (double value in values) NumberValue(writer, value);
        writer.WriteEndArray();
    }

    public static void Number(Utf8JsonWriter writer, string name, double value)
    {
        writer.WritePropertyName(name);
        NumberValue(writer, value);
    }

    public static void NumberValue(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value)) writer.WriteNumberValue(value);
        else writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
    }

    static string Camel(ExplanationMode mode) => mode.ToString().ToLowerInvariant();
}
