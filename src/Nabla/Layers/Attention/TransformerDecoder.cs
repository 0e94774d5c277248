using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>Decoder layers one after another, all attending to one memory, then a norm if there is one.</summary>
/// <remarks>Layers have the paths <c>layers.0</c>, …, the norm has <c>norm</c>, as in PyTorch; unlike there, each layer has first values of its own.</remarks>
public sealed class TransformerDecoder : Module
{
    /// <summary>The layers.</summary>
    /// <param name="numLayers">How many, ≥ 1.</param>
    /// <param name="layer">Makes one.</param>
    /// <param name="norm">What the last layer's result passes; nothing by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer layers than 1.</exception>
    public TransformerDecoder(int numLayers, Func<TransformerDecoderLayer> layer, Module? norm = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numLayers, 1);
        ArgumentNullException.ThrowIfNull(layer);
        var list = AddChild("layers", new ModuleList());
        var layers = new TransformerDecoderLayer[numLayers];
        for (int i = 0; i < numLayers; i++) list.Add(layers[i] = layer());
        Layers = layers;
        if (norm is not null) Norm = AddChild("norm", norm);
    }

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<TransformerDecoderLayer> Layers { get; }

    /// <summary>What the last layer's result passes, or null.</summary>
    public Module? Norm { get; }

    /// <summary>All layers in order, with the sequence as its own memory.</summary>
    /// <param name="x"><c>[T, N, E]</c>, with batchFirst <c>[N, T, E]</c>, or <c>[T, E]</c>.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ShapeException">The input does not fit a layer.</exception>
    public override Tensor Forward(Tensor x) => Forward(x, x);

    /// <summary>All layers in order.</summary>
    /// <param name="target">The sequence, <c>[T, N, E]</c>, with batchFirst <c>[N, T, E]</c>, or <c>[T, E]</c>.</param>
    /// <param name="memory">What it attends to, <c>[S, N, E]</c>, with batchFirst <c>[N, S, E]</c>, or <c>[S, E]</c>.</param>
    /// <param name="targetMask">Which places of the sequence are hidden from which, <c>[T, T]</c> or <c>[N·H, T, T]</c>, bool or numbers added to the scores; none by default.</param>
    /// <param name="memoryMask">Which places of the memory are hidden from which of the sequence, <c>[T, S]</c> or <c>[N·H, T, S]</c>; none by default.</param>
    /// <param name="targetPaddingMask">Which places of the sequence are padding, <c>[N, T]</c>; none by default.</param>
    /// <param name="memoryPaddingMask">Which places of the memory are padding, <c>[N, S]</c>; none by default.</param>
    /// <param name="caches">The keys and values of the sequence's places before, a cache for each layer; none by default.</param>
    /// <returns>A tensor of the sequence's shape.</returns>
    /// <exception cref="ShapeException">The inputs do not fit a layer or each other, or a cache has no room.</exception>
    /// <exception cref="DTypeException">A mask holds whole numbers.</exception>
    /// <exception cref="ArgumentException">There are not as many caches as layers.</exception>
    /// <exception cref="GraphException">There are caches, and a graph is recorded.</exception>
    public Tensor Forward(
        Tensor target, Tensor memory, Tensor? targetMask = null, Tensor? memoryMask = null, Tensor? targetPaddingMask = null, Tensor? memoryPaddingMask = null,
        IReadOnlyList<KeyValueCache>? caches = null)
    {
        if (caches is not null && caches.Count != Layers.Count)
            throw new ArgumentException($"{this}: cannot use {caches.Count} caches: there are {Layers.Count} layers, each needs one.", nameof(caches));
        Tensor x = target;
        for (int i = 0; i < Layers.Count; i++)
        {
            (TransformerDecoderLayer layer, Tensor input, KeyValueCache? cache) = (Layers[i], x, caches?[i]);
            x = layer.Locating(() => layer.Forward(input, memory, targetMask, memoryMask, targetPaddingMask, memoryPaddingMask, cache));
        }
        return Norm?.Call(x) ?? x;
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        foreach (TransformerDecoderLayer layer in Layers) input = layer.CallShape(input);
        return Norm?.CallShape(input) ?? input;
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => Trace(input).Sum(step => step.Layer.MultiplyAdds(step.Input));

    /// <inheritdoc/>
    public override IEnumerable<(Module Layer, Shape Input)> Trace(Shape input)
    {
        _ = OutputShape(input);
        List<(Module, Shape)> steps = [.. Layers.Select(layer => ((Module)layer, input))];
        if (Norm is not null) steps.AddRange(Norm.Trace(input));
        return steps;
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        var decoder = new TransformerDecoder(2, () => new TransformerDecoderLayer(4, 2, 3, dropout: 0, activation: new Gelu(), causal: true), new LayerNorm([4]));
        decoder.Cast(DType.Float64);
        yield return new(nameof(TransformerDecoder), x => decoder.Forward(x[0], x[1]), Sample.Point(random, [2, 1, 4]), Sample.Point(random, [3, 1, 4]));
    }
}
