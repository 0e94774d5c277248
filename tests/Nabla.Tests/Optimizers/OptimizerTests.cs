using Nabla.Layers;
using Nabla.Optimizers;

namespace Nabla.Tests.Optimizers;

public sealed class OptimizerTests
{
    [Fact]
    public void A_parameter_without_a_gradient_is_passed_by_and_keeps_its_own_count_of_steps()
    {
        var (a, b) = (new Parameter(Tensor.Ones([2])), new Parameter(Tensor.Ones([2])));
        var optimizer = new Adam([a, b]);
        a.Sum().Backward();
        optimizer.Step();
        b.ToDoubles().ShouldBe([1, 1]);
        a.ToDoubles().ShouldNotBe([1, 1]);
        optimizer.State().Select(s => s.Name).ShouldBe(["0.steps", "0.firstMoment", "0.secondMoment"]);
    }

    [Fact]
    public void States_are_named_for_the_parameters_paths()
    {
        var model = new Sequential(new Linear(2, 2), new Linear(2, 1));
        var optimizer = new Sgd(model, 0.1, momentum: 0.9);
        model.Forward(Tensor.Ones([1, 2])).Sum().Backward();
        optimizer.Step();
        optimizer.State().Select(s => s.Name).ShouldBe(
            ["0.weight.steps", "0.weight.momentum", "0.bias.steps", "0.bias.momentum", "1.weight.steps", "1.weight.momentum", "1.bias.steps", "1.bias.momentum"]);
    }

    [Fact]
    public void The_learning_rate_may_change_between_steps()
    {
        var p = new Parameter(Tensor.Ones([1], DType.Float64));
        var optimizer = new Sgd([p], 1);
        optimizer.LearningRate = 0.25;
        p.Sum().Backward();
        optimizer.Step();
        p.ToDoubles().ShouldBe([0.75]);
        Should.Throw<ArgumentOutOfRangeException>(() => optimizer.LearningRate = double.NaN);
    }

    [Fact]
    public void Parameters_of_two_models_with_the_same_paths_have_states_of_their_own()
    {
        var (a, b) = (new Linear(2, 1), new Linear(2, 1));
        var optimizer = new Sgd([.. a.Parameters(), .. b.Parameters()], 0.1, momentum: 0.9);
        optimizer.Step(() => (a.Forward(Tensor.Ones([1, 2])) * b.Forward(Tensor.Ones([1, 2]))).Sum());
        optimizer.State().Select(s => s.Name).ShouldBe(
            ["weight.steps", "weight.momentum", "bias.steps", "bias.momentum", "2:weight.steps", "2:weight.momentum", "3:bias.steps", "3:bias.momentum"]);
    }

    [Fact]
    public void A_step_with_a_function_clears_gradients_and_gives_the_loss_before()
    {
        var p = new Parameter(Tensor.Ones([2], DType.Float64));
        var optimizer = new Sgd([p], 0.25);
        p.Sum().Backward();
        Tensor loss = optimizer.Step(() => p.Square().Sum());
        loss.Item().ShouldBe(2);
        loss.RequiresGrad.ShouldBeFalse();
        p.ToDoubles().ShouldBe([0.5, 0.5]);
        using (new NoGrad()) optimizer.Step(() => p.Square().Sum());
        p.ToDoubles().ShouldBe([0.25, 0.25]);
    }

    [Fact]
    public void The_average_leaves_out_the_first_step_only()
    {
        var p = new Parameter(Tensor.From(8.0));
        var optimizer = new Asgd([p], 0.25, lambda: 0, averagingStart: 0);
        optimizer.Average(p).ToDoubles().ShouldBe([8]);
        var path = new List<double>();
        for (int i = 0; i < 4; i++)
        {
            optimizer.Step(() => p.Square().Sum());
            path.Add(p.ToDoubles()[0]);
        }
        path.ShouldBe([4, 2, 1, 0.5]);
        optimizer.Average(p).ToDoubles()[0].ShouldBe((2 + 1 + 0.5) / 3, 1e-15);
        Should.Throw<ArgumentException>(() => optimizer.Average(new Parameter(Tensor.Ones([1]))));
    }

    [Fact]
    public void A_steady_gradient_has_a_variance_of_zero_for_centred_rmsprop()
    {
        var p = new Parameter(Tensor.Full([64], 1));
        Tensor steady = Tensor.Linspace(0.1, 1, 64);
        var optimizer = new RmsProp([p], alpha: 0.5, centered: true);
        for (int i = 0; i < 200; i++) optimizer.Step(() => (p * steady).Sum());
        p.ToDoubles().ShouldAllBe(v => double.IsFinite(v));
    }

    [Fact]
    public void Lbfgs_finds_the_minimum_of_rosenbrocks_function()
    {
        var p = new Parameter(Tensor.From(-1.2, 1.0));
        var optimizer = new Lbfgs([p], maxIterations: 100, changeTolerance: 0, lineSearch: LineSearch.StrongWolfe);
        optimizer.Step(() => (1 - p[0]).Square() + 100 * (p[1] - p[0].Square()).Square());
        p.ToDoubles().ShouldBe([1, 1], 1e-6);
        optimizer.Evaluations.ShouldBeLessThan(70);
    }

    [Fact]
    public void Muon_moves_matrices_and_leaves_the_rest_to_AdamW()
    {
        var model = new Sequential(new Linear(4, 3), new Linear(3, 2));
        var optimizer = new Muon(model, learningRate: 0.1, adamLearningRate: 0.01);
        optimizer.Groups.Select(g => (g.Parameters.Count, g.LearningRate, g.Momentum)).ShouldBe([(2, 0.1, 0.95), (2, 0.01, 0.9)]);
        Should.Throw<ArgumentException>(() => new Muon([new Parameter(Tensor.Ones([3]))])).Message.ShouldContain("Use AdamW");
        Should.Throw<ArgumentException>(() => optimizer.AddGroup([new Parameter(Tensor.Ones([3]))])).Message.ShouldContain("AddAdamWGroup");
        optimizer.AddAdamWGroup([new Parameter(Tensor.Ones([3, 3]))]).LearningRate.ShouldBe(0.01);
    }

    [Fact]
    public void Muons_direction_is_nearly_orthogonal()
    {
        var p = new Parameter(Tensor.Zeros([6, 4], DType.Float64));
        Tensor g = new RandomStream(1, "muon").Normal([6, 4], type: DType.Float64);
        new Muon([p], learningRate: 1, weightDecay: 0, matchAdamW: true).Step(() => (p * g).Sum());
        Tensor square = p.Transpose().MatMul(p) / (0.2 * 0.2 * 6);
        foreach ((double found, double wanted) in square.ToDoubles().Zip(Tensor.Eye(4).ToDoubles())) found.ShouldBe(wanted, 0.5);
    }
}
