using Nabla.Layers;
using Nabla.Optimizers;

namespace Nabla.Tests.Optimizers;

public sealed class ParameterGroupTests
{
    [Fact]
    public void Each_group_steps_by_its_own_options()
    {
        var (a, b) = (new Parameter(Tensor.Ones([1], DType.Float64)), new Parameter(Tensor.Ones([1], DType.Float64)));
        var optimizer = new Sgd([a], 0.5);
        ParameterGroup group = optimizer.AddGroup([b], learningRate: 0.25, weightDecay: 1);
        optimizer.Step(() => a.Sum() + b.Sum());
        a.ToDoubles().ShouldBe([0.5]);
        b.ToDoubles().ShouldBe([0.5]);
        optimizer.Groups[1].ShouldBeSameAs(group);
        optimizer.Parameters.ShouldBe([a, b]);
    }

    [Fact]
    public void The_optimizers_learning_rate_is_the_first_groups_and_sets_all()
    {
        var optimizer = new Adam([new Parameter(Tensor.Ones([1]))], 0.5);
        optimizer.AddGroup([new Parameter(Tensor.Ones([1]))], learningRate: 0.25);
        optimizer.LearningRate.ShouldBe(0.5);
        optimizer.LearningRate = 0.125;
        optimizer.Groups.ShouldAllBe(g => g.LearningRate == 0.125);
        optimizer.Groups.Select(g => g.InitialLearningRate).ShouldBe([0.5, 0.25]);
        optimizer.AddGroup([new Parameter(Tensor.Ones([1]))]).LearningRate.ShouldBe(0.5);
    }

    [Fact]
    public void A_momentum_may_be_cycled_where_there_is_one()
    {
        var p = new Parameter(Tensor.Ones([1], DType.Float64));
        var optimizer = new Sgd([p], 1);
        optimizer.Groups[0].Momentum.ShouldBe(0);
        optimizer.Groups[0].Momentum = 0.5;
        optimizer.Step(() => p.Sum());
        optimizer.Step(() => p.Sum());
        p.ToDoubles().ShouldBe([1 - 1 - 1.5]);
        new Adam([p]).Groups[0].Momentum.ShouldBe(0.9);
        new Adafactor([p]).Groups[0].Momentum.ShouldBeNull();
        new Adafactor([p], beta1: 0.3).Groups[0].Momentum.ShouldBe(0.3);
        new Muon([new Parameter(Tensor.Ones([1, 1]))]).Groups[0].Momentum.ShouldBe(0.95);
    }

    [Fact]
    public void Options_that_an_optimizer_does_not_have_are_refused()
    {
        var p = new Parameter(Tensor.Ones([1]));
        var rprop = new Rprop([p]);
        (rprop.Groups[0].Momentum, rprop.Groups[0].WeightDecay).ShouldBe((null, null));
        Should.Throw<InvalidOperationException>(() => rprop.Groups[0].Momentum = 0.9).Message.ShouldBe("Rprop: cannot set the momentum 0.9: it has none.");
        Should.Throw<InvalidOperationException>(() => rprop.AddGroup([new Parameter(Tensor.Ones([1]))], weightDecay: 0.1));
        rprop.Groups.Count.ShouldBe(1);
        var adam = new Adam([p]);
        Should.Throw<InvalidOperationException>(() => adam.Groups[0].Momentum = null).Message.ShouldContain("Set it to 0");
        Should.Throw<ArgumentOutOfRangeException>(() => adam.Groups[0].Momentum = 1).Message.ShouldContain("from 0 to below 1");
        Should.Throw<ArgumentOutOfRangeException>(() => adam.Groups[0].WeightDecay = -1);
        Should.Throw<ArgumentOutOfRangeException>(() => adam.Groups[0].LearningRate = double.PositiveInfinity);
        adam.Groups[0].Momentum.ShouldBe(0.9);
    }

    [Fact]
    public void A_group_must_hold_parameters_that_are_not_moved_yet()
    {
        var p = new Parameter(Tensor.Ones([1]));
        var optimizer = new Adam([p]);
        Should.Throw<ArgumentException>(() => optimizer.AddGroup([])).Message.ShouldContain("at least 1");
        Should.Throw<ArgumentException>(() => optimizer.AddGroup([p])).Message.ShouldContain("twice");
        var q = new Parameter(Tensor.Ones([1]));
        Should.Throw<ArgumentException>(() => optimizer.AddGroup([q, q]));
        Should.Throw<ArgumentOutOfRangeException>(() => optimizer.AddGroup([q], learningRate: -1));
        optimizer.Groups.Count.ShouldBe(1);
        optimizer.AddGroup([q]);
        Should.Throw<InvalidOperationException>(() => new Lbfgs([p]).AddGroup([q])).Message.ShouldContain("one direction");
    }

    [Fact]
    public void Groups_are_named_in_saved_states_by_their_parameters()
    {
        var model = new Sequential(new Linear(2, 2), new Linear(2, 1));
        var optimizer = new Sgd(model[0].Parameters(), 0.1, momentum: 0.9);
        optimizer.AddGroup(model[1].Parameters());
        optimizer.Step(() => model.Forward(Tensor.Ones([1, 2])).Sum());
        optimizer.State().Select(s => s.Name).Where(n => n.EndsWith("steps", StringComparison.Ordinal))
            .ShouldBe(["0.weight.steps", "0.bias.steps", "1.weight.steps", "1.bias.steps"]);
    }
}
