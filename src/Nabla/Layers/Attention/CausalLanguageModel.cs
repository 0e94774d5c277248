using Nabla.Initializers;
using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>A decoder-only transformer: whole numbers (characters, words) <c>[N, T]</c> to logits of the next one, <c>[N, T, vocabulary]</c>, each place seeing those before it.</summary>
/// <remarks>
/// <para>Embedding, places, causal blocks, layer norm, head. With a cache for each block it goes on place by place at the cost of the new places alone.</para>
/// <para>
/// First values as in GPT-2: weights N(0, 0.02), those that end a block's branches divided by √(2·numLayers), biases 0. A. Radford and others,
/// "Language models are unsupervised multitask learners", 2019.
/// </para>
/// </remarks>
public sealed class CausalLanguageModel : Module
{
    const double Deviation = 0.02;

    /// <summary>The model.</summary>
    /// <param name="vocabulary">V, how many numbers there are, ≥ 1.</param>
    /// <param name="context">The most places of a sequence, ≥ 1.</param>
    /// <param name="embedDim">E, the features of a place; a multiple of <paramref name="numHeads"/>.</param>
    /// <param name="numHeads">The number of heads, ≥ 1.</param>
    /// <param name="numLayers">The number of blocks, ≥ 1.</param>
    /// <param name="feedforwardDim">The features between the two linear layers of a block; 4·E by default.</param>
    /// <param name="dropout">The probability of all dropouts; 0 by default.</param>
    /// <param name="activation">Makes the layer between the two linear layers of a block; GELU by default.</param>
    /// <param name="positions">How places are told apart; by trained vectors by default.</param>
    /// <param name="tied">Whether the head's weight is that of the embedding; no by default.</param>
    /// <param name="normFirst">Whether the norms stand before attention and linear layers; yes by default.</param>
    /// <param name="bias">Whether attention, linear layers and head add a bias; yes by default. A tied head has none.</param>
    /// <param name="numKeyValueHeads">The heads of keys and values; as many as heads by default.</param>
    /// <param name="layerNormEpsilon">ε of the layer norms; 1e-5 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, ε is negative, or dropout is no probability.</exception>
    /// <exception cref="ArgumentException">The features are no multiple of the heads, or the heads no multiple of those of keys and values.</exception>
    public CausalLanguageModel(
        int vocabulary, int context, int embedDim, int numHeads, int numLayers, int? feedforwardDim = null, double dropout = 0, Func<Module>? activation = null,
        PositionScheme positions = PositionScheme.Learned, bool tied = false, bool normFirst = true, bool bias = true, int? numKeyValueHeads = null,
        double layerNormEpsilon = 1e-5)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabulary, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(context, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(numLayers, 1);
        if (!Enum.IsDefined(positions)) throw new ArgumentOutOfRangeException(nameof(positions), positions, $"CausalLanguageModel: there is no way {positions} to tell places apart.");
        (Vocabulary, Context, Positions) = (vocabulary, context, positions);
        IInitializer weight = new Normal(0, Deviation), outWeight = new Normal(0, Deviation / Math.Sqrt(2.0 * numLayers));
        Tokens = AddChild("tokens", new Embedding(vocabulary, embedDim, weight: weight));
        if (positions == PositionScheme.Learned) Places = AddChild("places", new LearnedPositions(context, embedDim, weight: weight));
        else if (positions == PositionScheme.Sinusoidal) Places = AddChild("places", new SinusoidalEncoding(embedDim));
        Dropout = AddChild("dropout", new Dropout(dropout));
        Blocks = AddChild("blocks", new TransformerEncoder(numLayers, () => new TransformerEncoderLayer(
            embedDim, numHeads, feedforwardDim ?? 4 * embedDim, dropout, activation?.Invoke() ?? new Gelu(), layerNormEpsilon, batchFirst: true, normFirst, causal: true,
            bias, numKeyValueHeads, positions == PositionScheme.Rotary ? new RotaryEmbedding() : null, positions == PositionScheme.Alibi, weight, outWeight, new Zeros()),
            new LayerNorm([embedDim], layerNormEpsilon)));
        if (!tied) Head = AddChild("head", new Linear(embedDim, vocabulary, bias, weight, new Zeros()));
    }

    /// <summary>V, how many numbers there are.</summary>
    public int Vocabulary { get; }

    /// <summary>The most places of a sequence.</summary>
    public int Context { get; }

    /// <summary>How places are told apart.</summary>
    public PositionScheme Positions { get; }

    /// <summary>The vectors of the numbers.</summary>
    public Embedding Tokens { get; }

    /// <summary>What adds vectors of places, or null.</summary>
    public Module? Places { get; }

    /// <summary>What drops of the embedding.</summary>
    public Dropout Dropout { get; }

    /// <summary>The blocks, with the last norm.</summary>
    public TransformerEncoder Blocks { get; }

    /// <summary>What makes logits; null where the embedding's weight does.</summary>
    public Linear? Head { get; }

    // A tied head is no module of its own.
    internal override IEnumerable<Module>? Stages => Head is null ? null : Places is null ? [Tokens, Dropout, Blocks, Head] : [Tokens, Places, Dropout, Blocks, Head];

    /// <summary>The logits of what follows each place.</summary>
    /// <param name="x">Whole numbers <c>[N, T]</c>, each 0 to V − 1, T ≤ context.</param>
    /// <returns><c>[N, T, V]</c>.</returns>
    /// <exception cref="ShapeException">The input has no two axes, or more places than the context.</exception>
    /// <exception cref="IndexException">A number is not below V.</exception>
    /// <exception cref="DTypeException">The input does not hold whole numbers.</exception>
    public override Tensor Forward(Tensor x) => Forward(x, null);

    /// <summary>The logits of what follows each of these places, which come behind those that the caches hold.</summary>
    /// <param name="x">Whole numbers <c>[N, T]</c>, each 0 to V − 1; with the places before no more than the context.</param>
    /// <param name="caches">What <see cref="CreateCaches"/> made, or null: these are the first places, and nothing is remembered.</param>
    /// <returns><c>[N, T, V]</c>.</returns>
    /// <exception cref="ShapeException">The input has no two axes, or there are more places than the context.</exception>
    /// <exception cref="IndexException">A number is not below V.</exception>
    /// <exception cref="DTypeException">The input does not hold whole numbers.</exception>
    /// <exception cref="ArgumentException">There are not as many caches as blocks.</exception>
    /// <exception cref="GraphException">There are caches, and a graph is recorded.</exception>
    public Tensor Forward(Tensor x, IReadOnlyList<KeyValueCache>? caches)
    {
        int before = caches is { Count: > 0 } ? caches[0].Length : 0;
        _ = OutputShape(x.Shape, before);
        return AfterTokens(Tokens.Call(x), before, caches);
    }

    /// <summary>Empty caches for <see cref="Forward(Tensor, IReadOnlyList{KeyValueCache})"/>: one a block, with room for the context.</summary>
    public IReadOnlyList<KeyValueCache> CreateCaches() => [.. Blocks.Layers.Select(_ => new KeyValueCache(Context))];

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => OutputShape(input, 0);

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input)
    {
        Shape places = Tokens.OutputShape(OutputShape(input).Without(-1));
        return Blocks.MultiplyAdds(places) + places.ElementCount * Vocabulary;
    }

    /// <inheritdoc/>
    public override IEnumerable<(Module Layer, Shape Input)> Trace(Shape input)
    {
        _ = OutputShape(input);
        Shape places = Tokens.OutputShape(input);
        List<(Module, Shape)> steps = [(Tokens, input)];
        if (Places is not null) steps.Add((Places, places));
        steps.AddRange(Blocks.Trace(places));
        if (Head is not null) steps.Add((Head, places));
        return steps;
    }

    /// <inheritdoc/>
    /// <remarks>The context is the most places, whatever the capacity.</remarks>
    public override Func<Tensor, Tensor>? BeginSequence(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        IReadOnlyList<KeyValueCache> caches = CreateCaches();
        return x => Locating(() => Forward(x, caches));
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        Tensor numbers = Tensor.From(new long[,] { { 0, 2, 1 }, { 1, 1, 2 } });
        foreach (PositionScheme positions in Enum.GetValues<PositionScheme>())
        {
            var model = new CausalLanguageModel(3, 4, 4, 2, 1, 3, positions: positions, tied: positions == PositionScheme.Rotary);
            model.Cast(DType.Float64);
            // A model of whole numbers has no input to differentiate: the vectors of the numbers stand for it.
            yield return new(nameof(CausalLanguageModel), x => model.AfterTokens(numbers.Embedding(x[0]), 0, null), Sample.Point(random, [3, 4]));
        }
    }

    /// <summary>The model from the vectors of the numbers on, <c>[N, T, E]</c>.</summary>
    Tensor AfterTokens(Tensor rows, int before, IReadOnlyList<KeyValueCache>? caches)
    {
        Tensor placed = Places switch
        {
            LearnedPositions learned => learned.Locating(() => learned.Forward(rows, before)),
            SinusoidalEncoding waves => waves.Forward(rows, before),
            _ => rows,
        };
        Tensor input = Dropout.Call(placed);
        Tensor y = Blocks.Locating(() => Blocks.Forward(input, null, null, caches));
        return Head?.Call(y) ?? y.Linear(Tokens.Weight);
    }

    Shape OutputShape(in Shape input, int before)
    {
        if (input.Rank != 2) throw new ShapeException($"CausalLanguageModel: cannot take {input}: it has {input.Rank} axes, [N, T] is expected.", input);
        if (before + (long)input[1] > Context)
            throw new ShapeException($"CausalLanguageModel: cannot take {input}{(before > 0 ? $" after {before} places" : "")}: {before + (long)input[1]} places are more than the context of {Context}.", input);
        return input.Concat([Vocabulary]);
    }
}
