using Nabla.Layers;
using Nabla.Optimizers;

namespace Nabla.Cli.Descriptions;

/// <summary>The averages of weights that a file can name; made for a model and a number of epochs.</summary>
internal static class AverageKinds
{
    public static Kinds<Func<Described, Module, int, WeightAverage>> All { get; } = new("average",
        new("exponential", "A moving average over the steps.",
            (d, model, _) => new ExponentialMovingAverage(model, d.Real("decay"), Start(d.Text("start")), d.Flag("buffers")),
            Field.Fraction("decay", "How much of the average each step keeps.", 0.999),
            new Field("start", FieldType.Text, "How the first steps are treated.", "firstWeights") { Choices = ["firstWeights", "biasCorrected", "growingDecay"] },
            Field.Flag("buffers", "Whether running statistics are averaged too.", false)),
        new("stochastic", "The mean of the weights at the ends of epochs; running statistics are computed anew for it.",
            (d, model, epochs) => new StochasticWeightAverage(model, d.WholeOrNull("from") ?? Math.Max(1, (int)(0.75 * epochs)), d.Whole("every"), d.Flag("buffers")),
            Field.Whole("from", "After which epoch it begins; after three quarters of the epochs unless given.", least: 1),
            Field.Whole("every", "After how many epochs each the weights enter.", least: 1, 1.0),
            Field.Flag("buffers", "Whether running statistics are averaged too.", false)));

    static AverageStart Start(string name) => name switch
    {
        "biasCorrected" => AverageStart.BiasCorrected,
        "growingDecay" => AverageStart.GrowingDecay,
        _ => AverageStart.FirstWeights,
    };
}
