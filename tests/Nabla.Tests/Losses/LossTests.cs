using System.Reflection;
using Nabla.Losses;
using Nabla.Operations;
using Nabla.Tests.Reference;

namespace Nabla.Tests.Losses;

public sealed class LossTests
{
    public static TheoryData<ReferenceCase> References => new(ReferenceCase.Load("losses").Where(c => c.Name != "multi_margin_loss"));

    [Theory, MemberData(nameof(References))]
    public void Values_and_gradients_are_PyTorchs(ReferenceCase c)
    {
        Tensor[] inputs = [.. c.Inputs.Select(Read)];
        Func<Tensor, Tensor, Reduction, Tensor> loss = c.Name switch
        {
            "mse_loss" => Loss.Mse,
            "cross_entropy" => Loss.CrossEntropy,
            "binary_cross_entropy_with_logits" => Loss.BinaryCrossEntropy,
            _ => Loss.MulticlassHinge,
        };
        Reduction reduction = c.Args["reduction"].GetString() switch { "mean" => Reduction.Mean, "sum" => Reduction.Sum, _ => Reduction.None };
        Tensor[] leaves = [.. inputs.Select(x => x.DType.IsFloatingPoint ? x.RequireGrad() : x)];
        Tensor y = loss(leaves[0], leaves[1], reduction);
        y.Shape.ShouldBe(new Shape(c.Output.Shape));
        y.ToDoubles().ShouldBe(c.Output.Data, 1e-12);
        for (int i = 0; i < leaves.Length; i++)
            if (c.Gradients![i] is { } expected)
                Gradient.Of(y, leaves[i], Read(c.Upstream!), keepGraph: true).ToDoubles().ShouldBe(expected.Data, 1e-12);
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
