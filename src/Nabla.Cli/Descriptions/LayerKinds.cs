using Nabla.Layers;

namespace Nabla.Cli.Descriptions;

/// <summary>The layers that a file can name; each is made for the shape that reaches it, batch axis included.</summary>
internal static class LayerKinds
{
    const string Axis = "The axis of the classes; negative counts from the back.";

    public static Kinds<Func<Described, Shape, Module>> All { get; } = new("layer", [.. OfAnyShape, .. ImageLayerKinds.All, .. AttentionLayerKinds.All, .. RecurrentLayerKinds.All]);

    static IReadOnlyList<Kind<Func<Described, Shape, Module>>> OfAnyShape =>
    [
        new("linear", "y = x·Wᵀ + b.", Linear,
            Field.WholeOrClasses("outFeatures", "The size of the output's last axis."),
            Field.Whole("inFeatures", "The size of the input's last axis; what reaches the layer unless given.", least: 1),
            Field.Flag("bias", "Whether b is added.", true)),
        new("flatten", "All axes but the batch's joined into one.", (_, _) => new Flatten()),
        Plain("relu", "max(x, 0).", () => new Relu()),
        new("leakyRelu", "x above 0, else slope·x.", (d, _) => new LeakyRelu(d.Real("slope")), new Field("slope", FieldType.Real, "The slope below 0.", 0.01)),
        new("pRelu", "x above 0, else a trained slope times x.", (d, _) => new PRelu(d.Whole("channels"), d.Real("slope")),
            Field.Whole("channels", "The number of slopes: 1, or the size of axis 1.", least: 1, 1.0), new Field("slope", FieldType.Real, "The slopes' first value.", 0.25)),
        new("elu", "x above 0, else α(eˣ − 1).", (d, _) => new Elu(d.Real("alpha")), new Field("alpha", FieldType.Real, "α.", 1.0)),
        Plain("gelu", "x·Φ(x).", () => new Gelu()),
        Plain("silu", "x·σ(x).", () => new Silu()),
        Plain("mish", "x·tanh(softplus(x)).", () => new Mish()),
        Plain("sigmoid", "1/(1 + e⁻ˣ).", () => new Sigmoid()),
        Plain("logSigmoid", "ln σ(x).", () => new LogSigmoid()),
        Plain("softplus", "ln(1 + eˣ).", () => new Softplus()),
        Plain("tanh", "The hyperbolic tangent.", () => new Tanh()),
        new("softmax", "Probabilities of classes; the loss crossEntropy takes logits instead.", (d, _) => new Softmax(d.Whole("axis")), AxisField()),
        new("logSoftmax", "Logarithms of probabilities of classes.", (d, _) => new LogSoftmax(d.Whole("axis")), AxisField()),
        new("dropout", "In training, sets elements to 0 at random.", (d, _) => new Dropout(d.Real("p")),
            new Field("p", FieldType.Real, "The probability that an element is dropped.", 0.5) { Least = 0, Most = 1 }),
        Plain("selu", "λx above 0, else λα(eˣ − 1).", () => new Selu()),
        Plain("relu6", "x, but no less than 0 and no more than 6.", () => new Relu6()),
        Plain("hardSigmoid", "A sigmoid of three straight pieces.", () => new HardSigmoid()),
        Plain("hardTanh", "x, but no less than −1 and no more than 1.", () => new HardTanh()),
        Plain("hardSwish", "x times a sigmoid of three straight pieces.", () => new HardSwish()),
        Plain("softsign", "x/(1 + |x|).", () => new Softsign()),
        Plain("identity", "x itself.", () => new Identity()),
    ];

    static Kind<Func<Described, Shape, Module>> Plain(string name, string description, Func<Module> create) => new(name, description, (_, _) => create());

    static Field AxisField() => Field.Whole("axis", Axis, least: -Shape.MaxRank, -1.0, most: Shape.MaxRank - 1);

    static Linear Linear(Described d, Shape input)
    {
        int found = input[^1], features = d.WholeOrNull("inFeatures") ?? found;
        if (features != found)
            throw d.Wrong("inFeatures", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the layer is to take {features} features, but {found} reach it."));
        return new Linear(features, d.Whole("outFeatures"), d.Flag("bias"));
    }
}
