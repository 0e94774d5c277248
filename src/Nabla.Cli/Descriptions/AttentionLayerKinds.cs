using Nabla.Layers;

namespace Nabla.Cli.Descriptions;

/// <summary>The layers of sequences with attention that a file can name.</summary>
internal static class AttentionLayerKinds
{
    static readonly string[] Activations = ["gelu", "geluTanh", "relu", "silu"];

    static readonly string[] Schemes = ["learned", "sinusoidal", "rotary", "alibi", "none"];

    public static IReadOnlyList<Kind<Func<Described, Shape, Module>>> All { get; } =
    [
        new("positionalEncoding", "Waves of many lengths added, so that places are told apart: [N, T, features].", (_, input) => new SinusoidalEncoding(input[^1])),
        new("learnedPositions", "A trained vector added to each place: [N, T, features].",
            (d, input) => new LearnedPositions(d.WholeOrNull("context") ?? Sequence(d, input)[1], input[^1]),
            Field.Whole("context", "How many places there are; those that reach the layer unless given.", least: 1)),
        new("transformerEncoderLayer", "Attention of a sequence to itself and two linear layers: [N, T, features].", (d, input) => Block(d, input),
            [.. Blocks(normFirst: false), Field.Flag("causal", "Whether a place sees those up to itself alone.", false)]),
        new("transformerEncoder", "Several such layers, then a norm if they stand first: [N, T, features].",
            (d, input) => new TransformerEncoder(d.Whole("layers"), () => Block(d, input), d.Flag("normFirst") ? new LayerNorm([input[^1]]) : null),
            [Field.Whole("layers", "The number of layers.", least: 1, required: true), .. Blocks(normFirst: false), Field.Flag("causal", "Whether a place sees those up to itself alone.", false)]),
        new("causalLanguageModel", "A whole decoder-only transformer: numbers [N, T] to logits of the next one, [N, T, vocabulary].", LanguageModel,
            [
                Field.WholeOrClasses("vocabulary", "How many numbers there are."),
                Field.Whole("context", "The most places of a sequence; those that reach the layer unless given.", least: 1),
                Field.Whole("features", "The features of a place.", least: 1, required: true),
                Field.Whole("layers", "The number of blocks.", least: 1, required: true),
                new("positions", FieldType.Text, "How places are told apart.", "learned") { Choices = Schemes },
                Field.Flag("tied", "Whether the head's weight is that of the embedding.", false),
                .. Blocks(normFirst: true),
            ]),
    ];

    static Field[] Blocks(bool normFirst) =>
    [
        Field.Whole("heads", "The number of heads; divides the features.", least: 1, required: true),
        Field.Whole("keyValueHeads", "The heads of keys and values; as many as heads unless given.", least: 1),
        Field.Whole("feedforward", "The features between the two linear layers; four times as many as the block's unless given.", least: 1),
        new("dropout", FieldType.Real, "The probability of all dropouts.", 0.0) { Least = 0, Most = 1 },
        new("activation", FieldType.Text, "The function between the two linear layers.", "gelu") { Choices = Activations },
        Field.Flag("normFirst", "Whether the norms stand before attention and linear layers.", normFirst),
    ];

    static TransformerEncoderLayer Block(Described d, Shape input)
    {
        int features = Sequence(d, input)[2];
        CheckHeads(d, features);
        return new(features, d.Whole("heads"), d.WholeOrNull("feedforward") ?? 4 * features, d.Real("dropout"), Activation(d), batchFirst: true,
            normFirst: d.Flag("normFirst"), causal: d.Flag("causal"), numKeyValueHeads: d.WholeOrNull("keyValueHeads"));
    }

    static CausalLanguageModel LanguageModel(Described d, Shape input)
    {
        if (input.Rank != 2) throw d.Wrong("kind", $"a language model takes whole numbers [N, T], but {input} reaches it.");
        CheckHeads(d, d.Whole("features"));
        return new(d.Whole("vocabulary"), d.WholeOrNull("context") ?? input[1], d.Whole("features"), d.Whole("heads"), d.Whole("layers"), d.WholeOrNull("feedforward"),
            d.Real("dropout"), () => Activation(d), Enum.Parse<PositionScheme>(d.Text("positions"), ignoreCase: true), d.Flag("tied"), d.Flag("normFirst"),
            numKeyValueHeads: d.WholeOrNull("keyValueHeads"));
    }

    static Shape Sequence(Described d, Shape input) => input.Rank == 3 ? input : throw d.Wrong("kind", $"the layer takes [N, T, features], but {input} reaches it.");

    static void CheckHeads(Described d, int features)
    {
        int heads = d.Whole("heads");
        if (features % heads != 0) throw d.Wrong("heads", $"{features} features cannot be divided among {heads} heads: {features} is no multiple of {heads}.");
        if (d.WholeOrNull("keyValueHeads") is { } shared && heads % shared != 0)
            throw d.Wrong("keyValueHeads", $"{shared} key and value heads cannot be shared among {heads} heads: {heads} is no multiple of {shared}.");
    }

    static Module Activation(Described d) => d.Text("activation") switch
    {
        "gelu" => new Gelu(),
        "geluTanh" => new Gelu(approximate: true),
        "relu" => new Relu(),
        _ => new Silu(),
    };
}
