using System.Globalization;
using Nabla.Layers;

namespace Nabla.Cli.Descriptions;

/// <summary>The layers of sequences <c>[N, T, features]</c> that a file can name; the batch always stands in front.</summary>
internal static class RecurrentLayerKinds
{
    public static IReadOnlyList<Kind<Func<Described, Shape, Module>>> All { get; } =
    [
        new("embedding", "Whole numbers as trained vectors: […] becomes […, features].",
            (d, _) => d.WholeOrNull("paddingIndex") is { } padding && padding >= d.Whole("count")
                ? throw d.Wrong("paddingIndex", string.Create(CultureInfo.InvariantCulture, $"{padding} is none of the {d.Whole("count")} numbers from 0 on."))
                : new Embedding(d.Whole("count"), d.Whole("features"), d.WholeOrNull("paddingIndex")),
            Field.WholeOrClasses("count", "How many numbers there are, from 0 on."),
            Field.Whole("features", "The length of a vector.", least: 1, required: true),
            Field.Whole("paddingIndex", "A number that stands for nothing; none unless given.", least: 0)),
        new("steps", "An example cut into a sequence: [N, …] becomes [N, T, features], as images become rows of pixels.", Steps,
            Field.Whole("features", "The numbers of a step; must divide those of an example.", least: 1, required: true)),
        new("rnn", "A plain recurrent network along a sequence: h = tanh(W_ih·x + W_hh·h + b).",
            (d, input) => new Rnn(
                Features(d, input), d.Whole("hiddenSize"), d.Whole("numLayers"), d.Text("nonlinearity") == "relu" ? RnnNonlinearity.Relu : RnnNonlinearity.Tanh,
                d.Flag("bias"), dropout: d.Real("dropout"), bidirectional: d.Flag("bidirectional")),
            [.. Options(), new Field("nonlinearity", FieldType.Text, "What is applied to the sums.", "tanh") { Choices = ["tanh", "relu"] }]),
        new("lstm", "A long short-term memory along a sequence.",
            (d, input) => d.Whole("projSize") >= d.Whole("hiddenSize")
                ? throw d.Wrong("projSize", string.Create(CultureInfo.InvariantCulture, $"must be below the hidden size {d.Whole("hiddenSize")}, not {d.Whole("projSize")}."))
                : new Lstm(
                    Features(d, input), d.Whole("hiddenSize"), d.Whole("numLayers"), d.Flag("bias"), dropout: d.Real("dropout"), bidirectional: d.Flag("bidirectional"), projSize: d.Whole("projSize")),
            [.. Options(), Field.Whole("projSize", "The size on which the state is projected; 0 for none.", least: 0, 0.0)]),
        new("gru", "A gated recurrent unit along a sequence.",
            (d, input) => new Gru(Features(d, input), d.Whole("hiddenSize"), d.Whole("numLayers"), d.Flag("bias"), dropout: d.Real("dropout"), bidirectional: d.Flag("bidirectional")),
            Options()),
        new("last", "The last step of each sequence: [N, T, features] becomes [N, features].", (_, _) => new LastStep()),
    ];

    static Field[] Options() =>
    [
        Field.Whole("hiddenSize", "The size of the state.", least: 1, required: true),
        Field.Whole("numLayers", "How many layers stand above each other.", least: 1, 1.0),
        Field.Flag("bias", "Whether biases are added.", true),
        new("dropout", FieldType.Real, "The probability that, in training, an output of a layer is dropped before the next.", 0.0) { Least = 0, Most = 1 },
        Field.Flag("bidirectional", "Whether each layer also goes against time.", false),
    ];

    static int Features(Described d, in Shape input) => input.Rank == 3
        ? input[2]
        : throw d.Wrong("kind", $"a recurrent network takes [N, T, features], but {input} reaches it. Put 'steps' or 'embedding' before it.");

    static Sequential Steps(Described d, Shape input)
    {
        long numbers = input.ElementCount / input[0];
        int features = d.Whole("features");
        return numbers % features == 0
            ? new Sequential(new Flatten(), new Unflatten(1, [(int)(numbers / features), features]))
            : throw d.Wrong("features", string.Create(CultureInfo.InvariantCulture, $"an example has {numbers} numbers, which are no multiple of {features}."));
    }
}
