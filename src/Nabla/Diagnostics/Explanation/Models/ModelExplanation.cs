using System.Text.Json;

namespace Nabla.Diagnostics;

/// <summary>A model on an example: each layer's values forward, and the gradients back.</summary>
public sealed class ModelExplanation
{
    internal ModelExplanation(double loss, IReadOnlyList<LayerExplanation> layers) => (Loss, Layers) = (loss, layers);

    /// <summary>The loss on the example.</summary>
    public double Loss { get; }

    /// <summary>The layers in the order in which the input passes them; the loss is the last.</summary>
    public IReadOnlyList<LayerExplanation> Layers { get; }

    /// <summary>All layers as text for a person: shapes, figures, products.</summary>
    public override string ToString() => ModelText.Of(this);

    /// <summary>One layer as text, down to its operations.</summary>
    /// <param name="layer">Its number.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public string ToText(int layer) => ModelText.Of(Layer(layer));

    /// <summary>The explanation as JSON: loss, layers, and the vertices of one layer.</summary>
    /// <param name="writer">Gets the members of one object, which the caller begins and ends.</param>
    /// <param name="layer">The layer whose vertices are written; none unless given.</param>
    /// <param name="mostElements">Tensors of more elements are null beside their summary.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public void WriteJson(Utf8JsonWriter writer, int? layer = null, long mostElements = 64)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ModelJson.Write(this, writer, layer is { } number ? Layer(number) : null, mostElements);
    }

    /// <summary>The layers as a chain, to be drawn; one layer's operations if it is given.</summary>
    /// <param name="layer">The layer's number; all unless given.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such layer.</exception>
    public ExplanationDiagram Diagram(int? layer = null) => layer is { } number ? ModelText.Diagram(Layer(number)) : ModelText.Diagram(this);

    LayerExplanation Layer(int number) => (uint)number < (uint)Layers.Count
        ? Layers[number]
        : throw new ArgumentOutOfRangeException(nameof(number), number, $"Model: there is no layer {number}: the layers are 0 to {Layers.Count - 1}.");
}
