using System.Text.Json;
using Nabla.Losses;
using Nabla.Tests.Reference;

namespace Nabla.Tests.Losses;

/// <summary>PyTorch's losses by PyTorch's names and arguments, as Nabla writes them.</summary>
static class ReferenceLosses
{
    static readonly Dictionary<string, (string Nabla, Func<ReferenceCase, Tensor[], Reduction, Tensor> Apply)> Table = new(StringComparer.Ordinal)
    {
        ["mse_loss"] = (nameof(Loss.Mse), (_, x, r) => Loss.Mse(x[0], x[1], r)),
        ["l1_loss"] = (nameof(Loss.L1), (_, x, r) => Loss.L1(x[0], x[1], r)),
        ["smooth_l1_loss"] = (nameof(Loss.SmoothL1), (c, x, r) => Loss.SmoothL1(x[0], x[1], r, c.Number("beta", 1))),
        ["huber_loss"] = (nameof(Loss.Huber), (c, x, r) => Loss.Huber(x[0], x[1], r, c.Number("delta", 1))),
        ["cross_entropy"] = (nameof(Loss.CrossEntropy), (c, x, r) => Loss.CrossEntropy(x[0], x[1], r, At(x, 2), Ignored(c), c.Number("label_smoothing", 0))),
        ["sequence_cross_entropy"] = (nameof(Loss.SequenceCrossEntropy), (c, x, r) => Loss.SequenceCrossEntropy(x[0], x[1], r, Ignored(c), c.Number("label_smoothing", 0))),
        ["nll_loss"] = (nameof(Loss.NegativeLogLikelihood), (c, x, r) => Loss.NegativeLogLikelihood(x[0], x[1], r, At(x, 2), Ignored(c))),
        ["binary_cross_entropy"] = (nameof(Loss.ProbabilityCrossEntropy), (_, x, r) => Loss.ProbabilityCrossEntropy(x[0], x[1], r, At(x, 2))),
        ["binary_cross_entropy_with_logits"] = (nameof(Loss.BinaryCrossEntropy), (_, x, r) => Loss.BinaryCrossEntropy(x[0], x[1], r, At(x, 2), At(x, 3))),
        ["kl_div"] = (nameof(Loss.KullbackLeibler), (c, x, r) => Loss.KullbackLeibler(x[0], x[1], r, c.Flag("log_target"))),
        ["poisson_nll_loss"] = (nameof(Loss.PoissonNll), (c, x, r) => Loss.PoissonNll(x[0], x[1], r, !c.Args.ContainsKey("log_input"), c.Flag("full"))),
        ["gaussian_nll_loss"] = (nameof(Loss.GaussianNll), (c, x, r) => Loss.GaussianNll(x[0], x[1], x[2], r, c.Flag("full"))),
        ["hinge"] = (nameof(Loss.MulticlassHinge), (_, x, r) => Loss.MulticlassHinge(x[0], x[1], r)),
        ["multi_margin_loss"] = (nameof(Loss.MultiMargin), (c, x, r) => Loss.MultiMargin(x[0], x[1], r, (int)c.Number("p", 1), c.Number("margin", 1), At(x, 2))),
        ["hinge_embedding_loss"] = (nameof(Loss.HingeEmbedding), (c, x, r) => Loss.HingeEmbedding(x[0], x[1], r, c.Number("margin", 1))),
        ["soft_margin_loss"] = (nameof(Loss.SoftMargin), (_, x, r) => Loss.SoftMargin(x[0], x[1], r)),
        ["multilabel_soft_margin_loss"] = (nameof(Loss.MultiLabelSoftMargin), (_, x, r) => Loss.MultiLabelSoftMargin(x[0], x[1], r, At(x, 2))),
        ["margin_ranking_loss"] = (nameof(Loss.MarginRanking), (c, x, r) => Loss.MarginRanking(x[0], x[1], x[2], r, c.Number("margin", 0))),
        ["cosine_embedding_loss"] = (nameof(Loss.CosineEmbedding), (c, x, r) => Loss.CosineEmbedding(x[0], x[1], x[2], r, c.Number("margin", 0))),
        ["triplet_margin_loss"] = (nameof(Loss.TripletMargin), (c, x, r) => Loss.TripletMargin(x[0], x[1], x[2], r, c.Number("margin", 1), c.Number("p", 2), swap: c.Flag("swap"))),
        ["ctc_loss"] = (nameof(Loss.Ctc), (c, x, r) => Loss.Ctc(x[0].LogSoftmax(), x[1], x[2], x[3], r, zeroInfinity: c.Flag("zero_infinity"))),
        ["focal"] = (nameof(Loss.Focal), (c, x, r) => Loss.Focal(x[0], x[1], r, c.Number("gamma", 2), c.Args.ContainsKey("alpha") ? null : 0.25)),
        ["dice"] = (nameof(Loss.Dice), (c, x, r) => Loss.Dice(x[0], x[1], r, c.Number("smooth", 1))),
        ["perceptron"] = (nameof(Loss.Perceptron), (_, x, r) => Loss.Perceptron(x[0], x[1], r)),
    };

    /// <summary>Nabla's names of the losses that are compared.</summary>
    public static IEnumerable<string> Names => ReferenceCase.Load("losses").Concat(ReferenceCase.Load("sequence_losses")).Select(c => Table[c.Name].Nabla).Distinct(StringComparer.Ordinal);

    /// <summary>Computes a record with Nabla.</summary>
    public static Tensor Apply(ReferenceCase c, Tensor[] inputs) => Table[c.Name].Apply(c, inputs, c.Args["reduction"].GetString() switch
    {
        "mean" => Reduction.Mean,
        "sum" => Reduction.Sum,
        _ => Reduction.None,
    });

    static Tensor? At(Tensor[] inputs, int place) => place < inputs.Length ? inputs[place] : null;

    static int? Ignored(ReferenceCase c) => c.Args.TryGetValue("ignore_index", out JsonElement value) ? value.GetInt32() : null;
}
