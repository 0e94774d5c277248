using System.Reflection;
using Nabla.Losses;
using Nabla.Operations;
using Nabla.Tests.Layers;
using Nabla.Tests.Reference;

namespace Nabla.Tests.Losses;

public sealed class LossTests
{
    public static TheoryData<ReferenceCase> References => new(ReferenceCase.Load("losses").Concat(ReferenceCase.Load("sequence_losses")));

    [Theory, MemberData(nameof(References))]
    public void Values_and_gradients_are_PyTorchs(ReferenceCase c)
    {
        Tensor[] leaves = [.. c.Inputs.Select((a, i) => c.Gradients![i] is null ? Read(a) : Read(a).RequireGrad())];
        Tensor y = ReferenceLosses.Apply(c, leaves);
        y.Shape.ShouldBe(new Shape(c.Output.Shape));
        LayerReferenceTests.Near(y, c.Output, $"{c}: value");
        for (int i = 0; i < leaves.Length; i++)
            if (c.Gradients![i] is { } expected)
                LayerReferenceTests.Near(Gradient.Of(y, leaves[i], Read(c.Upstream!), keepGraph: true), expected, $"{c}: gradient {i}");
    }

    [Fact]
    public void Every_loss_is_compared() =>
        typeof(Loss).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(m => m.Name).Distinct(StringComparer.Ordinal)
            .Except(ReferenceLosses.Names, StringComparer.Ordinal).ShouldBeEmpty("add the loss to tests/reference/generate.py and to ReferenceLosses");

    /// <summary>What a trainer takes: two tensors, and the defaults of the full form.</summary>
    public static TheoryData<string, Func<Tensor, Tensor, Tensor>> FromLogits => new()
    {
        { nameof(Loss.CrossEntropy), (x, y) => Loss.CrossEntropy(x, y.Relu()) },
        { nameof(Loss.BinaryCrossEntropy), (x, y) => Loss.BinaryCrossEntropy(x, y.Relu()) },
        { nameof(Loss.BinaryCrossEntropy), (x, y) => Loss.BinaryCrossEntropy(x, y.Relu(), Reduction.Mean, positiveWeight: Tensor.Scalar(3)) },
        { nameof(Loss.NegativeLogLikelihood), (x, _) => Loss.NegativeLogLikelihood(x.LogSoftmax(), Tensor.From<long>(0, 1)) },
        { nameof(Loss.KullbackLeibler), (x, y) => Loss.KullbackLeibler(x.LogSoftmax(), y.Relu()) },
        { nameof(Loss.SoftMargin), Loss.SoftMargin },
        { nameof(Loss.MultiLabelSoftMargin), (x, y) => Loss.MultiLabelSoftMargin(x, y.Relu()) },
        { nameof(Loss.Focal), (x, y) => Loss.Focal(x, y.Relu()) },
        { nameof(Loss.Perceptron), Loss.Perceptron },
        { nameof(Loss.Huber), Loss.Huber },
        { nameof(Loss.SmoothL1), Loss.SmoothL1 },
        { nameof(Loss.HingeEmbedding), Loss.HingeEmbedding },
        { nameof(Loss.ProbabilityCrossEntropy), (x, y) => Loss.ProbabilityCrossEntropy(x.Sigmoid(), y.Relu()) },
    };

    [Theory, MemberData(nameof(FromLogits))]
    public void Large_scores_give_finite_losses_and_gradients(string name, Func<Tensor, Tensor, Tensor> loss)
    {
        foreach (DType type in (DType[])[DType.Float32, DType.Float64])
        {
            Tensor x = Tensor.From([1000.0, -1000, 0, -1000, 1000, 1000], [2, 3]).Cast(type).RequireGrad();
            Tensor y = loss(x, Tensor.From([-1.0, 1, 1, -1, 1, -1], [2, 3]).Cast(type));
            y.Item().ShouldSatisfyAllConditions(v => double.IsFinite(v).ShouldBeTrue(name));
            Gradient.Of(y, x).ToDoubles().ShouldAllBe(v => double.IsFinite(v), name);
        }
    }

    [Fact]
    public void The_perceptron_learns_from_a_score_of_0()
    {
        Tensor w = Tensor.Zeros([2]).RequireGrad(), x = Tensor.From([1f, 2, -3, 4], [2, 2]), y = Tensor.From(1f, -1);
        Gradient.Of(Loss.Perceptron((x * w).Sum(1), y), w).ToDoubles().ShouldBe([-4, 2]);
    }

    [Fact]
    public void A_probability_of_0_or_1_costs_at_most_100()
    {
        Tensor p = Tensor.From(0.0, 1, 0, 1).RequireGrad();
        Tensor y = Loss.ProbabilityCrossEntropy(p, Tensor.From(0.0, 1, 1, 0), Reduction.None);
        y.ToDoubles().ShouldBe([0, 0, 100, 100]);
        Gradient.Of(y.Sum(), p).ToDoubles().ShouldAllBe(v => double.IsFinite(v));
    }

    [Fact]
    public void Cross_entropy_with_probabilities_agrees_with_labels_where_they_are_certain()
    {
        Tensor logits = new RandomStream(0).Normal([4, 3, 2], type: DType.Float64);
        Tensor labels = Tensor.From<long>([0, 1, 2, 0, 1, 1, 2, 2], [4, 2]);
        Tensor certain = Tensor.From<long>(0, 1, 2).Reshape(1, 3, 1).EqualTo(labels.Unsqueeze(1)).Cast(DType.Float64);
        foreach (Reduction reduction in Enum.GetValues<Reduction>())
            Loss.CrossEntropy(logits, certain, reduction).ToDoubles().ShouldBe(Loss.CrossEntropy(logits, labels, reduction).ToDoubles(), 1e-14);
    }

    [Theory, InlineData(DType.Float32), InlineData(DType.Float64)]
    public void Logits_of_any_size_give_finite_losses_and_gradients(DType type)
    {
        Tensor logits = Tensor.From([1000.0, -1000.0, 0.0, -1000.0, 1000.0, 1000.0], [2, 3]).Cast(type).RequireGrad();
        Tensor labels = Tensor.From<long>(1, 0);
        Tensor crossEntropy = Loss.CrossEntropy(logits, labels), binary = Loss.BinaryCrossEntropy(logits, Tensor.Full([2, 3], 0.5, type));
        crossEntropy.Item().ShouldBe((2000 + 2000 + Math.Log(2)) / 2, 1e-3);
        binary.Item().ShouldBe((5 * 500 + Math.Log(2)) / 6, 1e-3);
        Gradient.Of(crossEntropy, logits).ToDoubles().ShouldAllBe(v => double.IsFinite(v));
        Gradient.Of(binary, logits).ToDoubles().ShouldAllBe(v => double.IsFinite(v));
    }

    [Fact]
    public void Labels_may_be_any_whole_numbers()
    {
        Tensor logits = Tensor.From([1.0, 2, 3, 4], [2, 2]);
        double expected = Loss.CrossEntropy(logits, Tensor.From<long>(0, 1)).Item();
        Loss.CrossEntropy(logits, Tensor.From(0, 1)).Item().ShouldBe(expected);
        Loss.CrossEntropy(logits, Tensor.From<byte>(0, 1)).Item().ShouldBe(expected);
    }

    [Fact]
    public void Every_loss_has_samples_and_all_are_listed()
    {
        Sample[] samples = [.. Loss.Samples(new RandomStream(0))];
        string[] losses = [.. typeof(Loss).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly).Select(m => $"Loss.{m.Name}").Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        samples.Select(s => s.Name).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ShouldBe(losses);
    }

    static Tensor Read(ReferenceArray a) => a.DType == "int64"
        ? Tensor.From<long>(Array.ConvertAll(a.Data, v => (long)v), new Shape(a.Shape))
        : Tensor.From(a.Data, new Shape(a.Shape));
}
