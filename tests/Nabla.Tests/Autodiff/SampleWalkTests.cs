using Nabla.Autodiff;
using Nabla.Diagnostics;
using Sample = Nabla.Operations.Sample;

namespace Nabla.Tests.Autodiff;

/// <summary>The gradient of every sample is the same, whatever else goes on at its graph.</summary>
public sealed class SampleWalkTests
{
    static readonly IReadOnlyList<SampleGroup> Groups = SampleCatalogue.Groups(0);

    public static TheoryData<string> Names => [.. Groups.Select(g => $"{g.Kind} {g.Name}")];

    [Theory, MemberData(nameof(Names))]
    public void Hooks_on_every_vertex_change_nothing(string name) => ForEach(name, (expected, y, inputs, dy) =>
    {
        int told = 0;
        List<Node> order = Walk.Order(y.Node!);
        foreach (Node node in order) node.Hooks += gradient => { told++; gradient.Shape.ShouldBe(node.Shape); return gradient; };
        Same(expected, Gradient.Of(y, inputs, dy, keepGraph: true));
        told.ShouldBeInRange(1, order.Count);
    });

    [Theory, MemberData(nameof(Names))]
    public void A_kept_graph_gives_the_same_again(string name) => ForEach(name, (expected, y, inputs, dy) =>
    {
        for (int i = 0; i < 3; i++) Same(expected, Gradient.Of(y, inputs, dy, keepGraph: true));
        Same(expected, Gradient.Of(y, inputs, dy));
    });

    [Theory, MemberData(nameof(Names))]
    public void Forward_mode_runs_twice_and_leaves_the_graph_as_it_was(string name) => ForEach(name, (expected, y, inputs, dy) =>
    {
        foreach (Tensor x in inputs)
        {
            Tensor direction = new RandomStream(5).Normal(x.Shape, type: x.DType);
            using (new NoGrad())
            {
                double[] first = ForwardMode.Tangent(y, x, direction).ToDoubles(), second = ForwardMode.Tangent(y, x, direction).ToDoubles();
                second.ShouldBe(first);
            }
        }
        Same(expected, Gradient.Of(y, inputs, dy));
    });

    [Theory, MemberData(nameof(Names))]
    public void A_gradient_made_on_another_thread_is_not_written_to(string name) => ForEach(name, (expected, y, inputs, dy) =>
    {
        Tensor? made = null;
        var thread = new Thread(() => made = dy.Clone());
        thread.Start();
        thread.Join();
        double[] before = made!.ToDoubles();
        Same(expected, Gradient.Of(y, inputs, made, keepGraph: true));
        made.ToDoubles().ShouldBe(before);
        Same(expected, Gradient.Of(y, inputs, made));
    });

    static void ForEach(string name, Action<double[][], Tensor, Tensor[], Tensor> check)
    {
        int checkedSamples = 0;
        foreach (Sample sample in Groups.Where(g => $"{g.Kind} {g.Name}" == name).SelectMany(g => g.Samples))
        {
            // A layer that draws random numbers draws others each time, so one graph serves both.
            Tensor[] inputs = [.. sample.Inputs.Select(x => x.RequireGrad())];
            Tensor y = sample.Function(inputs);
            checkedSamples++;
            if (y.Node is null) continue;
            Tensor dy = new RandomStream(4).Normal(y.Shape, type: y.DType);
            double[][] expected = [.. Gradient.Of(y, inputs, dy, keepGraph: true).Select(g => g.ToDoubles())];
            check(expected, y, inputs, dy);
        }
        checkedSamples.ShouldBeGreaterThan(0);
    }

    static void Same(double[][] expected, Tensor[] actual)
    {
        for (int i = 0; i < expected.Length; i++) actual[i].ToDoubles().ShouldBe(expected[i]);
    }
}
