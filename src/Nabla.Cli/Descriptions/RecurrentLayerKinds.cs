using Nabla.Layers;

namespace Nabla.Cli.Descriptions;

/// <summary>The recurrent layers that a file can name.</summary>
internal static class RecurrentLayerKinds
{
    static readonly string[] Nonlinearities = ["tanh", "relu"];

    public static IReadOnlyList<Kind<Func<Described, Shape, Module>>> All { get; } =
    [
        new("lstm", "A long short-term memory along a sequence: [N, T, features] becomes [N, T, hiddenSize].",
            (d, input) => new Lstm(Features(d, input), d.Whole("hiddenSize"), d.Whole("layers"), d.Flag("bias"), dropout: d.Real("dropout"),
                bidirectional: d.Flag("bidirectional"), projSize: Projection(d)),
            [.. Networks(), Field.Whole("projection", "The size on which outputs are projected, below the hidden size; 0 for none.", least: 0, 0.0)]),
        new("gru", "Gated recurrent units along a sequence: [N, T, features] becomes [N, T, hiddenSize].",
            (d, input) => new Gru(Features(d, input), d.Whole("hiddenSize"), d.Whole("layers"), d.Flag("bias"), dropout: d.Real("dropout"), bidirectional: d.Flag("bidirectional")),
            Networks()),
        new("rnn", "A plain recurrent network along a sequence: [N, T, features] becomes [N, T, hiddenSize].",
            (d, input) => new Rnn(Features(d, input), d.Whole("hiddenSize"), d.Whole("layers"),
                d.Text("nonlinearity") == "tanh" ? RnnNonlinearity.Tanh : RnnNonlinearity.Relu, d.Flag("bias"), dropout: d.Real("dropout"), bidirectional: d.Flag("bidirectional")),
            [.. Networks(), new("nonlinearity", FieldType.Text, "The function of each step.", "tanh") { Choices = Nonlinearities }]),
        new("lastStep", "The last step of a sequence: [N, T, features] becomes [N, features].", (_, _) => new LastStep()),
    ];

    static Field[] Networks() =>
    [
        Field.Whole("hiddenSize", "The size of the memory.", least: 1, required: true),
        Field.Whole("layers", "How many layers stand above each other.", least: 1, 1.0),
        Field.Flag("bias", "Whether biases are added.", true),
        new("dropout", FieldType.Real, "The probability that an output of a layer is dropped before the next.", 0.0) { Least = 0, Most = 1 },
        Field.Flag("bidirectional", "Whether each layer also goes against time; outputs are twice as many.", false),
    ];

    static int Features(Described d, Shape input) => input.Rank == 3 ? input[2] : throw d.Wrong("kind", $"the layer takes [N, T, features], but {input} reaches it.");

    static int Projection(Described d)
    {
        (int projection, int hidden) = (d.Whole("projection"), d.Whole("hiddenSize"));
        return projection < hidden ? projection
            : throw d.Wrong("projection", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"must be below the hidden size of {hidden}, not {projection}."));
    }
}
