using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>Encoder layers one after another, then a norm if there is one.</summary>
/// <remarks>Layers have the paths <c>layers.0</c>, …, the norm has <c>norm</c>, as in PyTorch; unlike there, each layer has first values of its own.</remarks>
public sealed class TransformerEncoder : Module
{
    /// <summary>The layers.</summary>
    /// <param name="numLayers">How many, ≥ 1.</param>
    /// <param name="layer">Makes one.</param>
    /// <param name="norm">What the last layer's result passes; nothing by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are fewer layers than 1.</exception>
    public TransformerEncoder(int numLayers, Func<TransformerEncoderLayer> layer, Module? norm = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(numLayers, 1);
        ArgumentNullException.ThrowIfNull(layer);
        var list = AddChild("layers", new ModuleList());
        var layers = new TransformerEncoderLayer[numLayers];
        for (int i = 0; i < numLayers; i++) list.Add(layers[i] = layer());
        Layers = layers;
        if (norm is not null) Norm = AddChild("norm", norm);
    }

    /// <summary>The layers in order.</summary>
    public IReadOnlyList<TransformerEncoderLayer> Layers { get; }

    /// <summary>What the last layer's result passes, or null.</summary>
    public Module? Norm { get; }

    internal override IEnumerable<Module> Stages => Norm is null ? Layers : [.. Layers, Norm];

    /// <summary>All layers in order.</summary>
    /// <param name="x"><c>[T, N, E]</c>, with batchFirst <c>[N, T, E]</c>, or <c>[T, E]</c>.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ShapeException">The input does not fit a layer.</exception>
    public override Tensor Forward(Tensor x) => Forward(x, null);

    /// <summary>All layers in order, with keys hidden, or place by place.</summary>
    /// <param name="x"><c>[T, N, E]</c>, with batchFirst <c>[N, T, E]</c>, or <c>[T, E]</c>.</param>
    /// <param name="mask"><c>[T, T]</c> or <c>[N·H, T, T]</c>: bool, true where a key is hidden from a query, or numbers added to the scores.</param>
    /// <param name="keyPaddingMask"><c>[N, T]</c>: bool, true where a place is padding, or numbers added to the scores; none by default.</param>
    /// <param name="caches">The keys and values of the places before, a cache for each layer; none by default.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ShapeException">The inputs do not fit a layer or each other, or a cache has no room.</exception>
    /// <exception cref="DTypeException">A mask holds whole numbers.</exception>
    /// <exception cref="ArgumentException">There are not as many caches as layers.</exception>
    /// <exception cref="GraphException">There are caches, and a graph is recorded.</exception>
    public Tensor Forward(Tensor x, Tensor? mask, Tensor? keyPaddingMask = null, IReadOnlyList<KeyValueCache>? caches = null)
    {
        if (caches is not null && caches.Count != Layers.Count)
            throw new ArgumentException($"{this}: cannot use {caches.Count} caches: there are {Layers.Count} layers, each needs one.", nameof(caches));
        for (int i = 0; i < Layers.Count; i++)
        {
            TransformerEncoderLayer layer = Layers[i];
            x = layer.Locating((layer, x, mask, keyPaddingMask, cache: caches?[i]), static o => o.layer.Forward(o.x, o.mask, o.keyPaddingMask, o.cache));
        }
        return Norm?.Call(x) ?? x;
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        foreach (TransformerEncoderLayer layer in Layers) input = layer.CallShape(input);
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

    /// <inheritdoc/>
    /// <remarks>Where all layers and the norm can.</remarks>
    public override Func<Tensor, Tensor>? BeginSequence(int capacity)
    {
        Module[] all = Norm is null ? [.. Layers] : [.. Layers, Norm];
        var each = new Func<Tensor, Tensor>[all.Length];
        for (int i = 0; i < all.Length; i++)
        {
            if (all[i].BeginSequence(capacity) is not { } next) return null;
            each[i] = next;
        }
        return x =>
        {
            foreach (Func<Tensor, Tensor> next in each) x = next(x);
            return x;
        };
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        yield return new TransformerEncoder(2, () => new TransformerEncoderLayer(4, 2, 3, dropout: 0, activation: new Gelu()), new LayerNorm([4])).At(Sample.Point(random, [2, 2, 4]));
    }
}
