using Nabla.Layers;

namespace Nabla.Diagnostics;

/// <summary>A model layer by layer: what each makes of a shape, and what it costs; nothing is computed.</summary>
public sealed class Summary
{
    Summary(Shape input, IReadOnlyList<SummaryRow> rows, long parameters) => (Input, Rows, Parameters) = (input, rows, parameters);

    /// <summary>The input's shape.</summary>
    public Shape Input { get; }

    /// <summary>The layers in the order in which an input passes them.</summary>
    public IReadOnlyList<SummaryRow> Rows { get; }

    /// <summary>The numbers that the whole model trains, each counted once.</summary>
    public long Parameters { get; }

    /// <summary>The multiplications followed by additions of the whole model.</summary>
    public long MultiplyAdds => Rows.Sum(r => r.MultiplyAdds);

    /// <summary>The summary of a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="input">The shape of an input with its batch axis: <c>[1, 784]</c>.</param>
    /// <exception cref="ShapeException">The input does not fit a layer, which the message names.</exception>
    public static Summary Of(Module model, Shape input)
    {
        SummaryRow[] rows = [.. model.Trace(input).Select(step => new SummaryRow(
            step.Layer.Path, step.Layer.GetType().Name, step.Layer.OutputShape(step.Input), Count(step.Layer), step.Layer.MultiplyAdds(step.Input)))];
        return new(input, rows, Count(model));
    }

    static long Count(Module module) => module.NamedParameters().Sum(p => p.Value.ElementCount);
}
