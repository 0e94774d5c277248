using Nabla.Layers;
using Nabla.Optimizers;
using Nabla.Tests.Reference;

namespace Nabla.Tests.Optimizers;

public sealed class OptimizerTests
{
    public static TheoryData<ReferenceCase> References => new(ReferenceCase.Load("optimizers").Where(c => !c.Flag("amsgrad")));

    [Theory, MemberData(nameof(References))]
    public void Twelve_steps_are_PyTorchs(ReferenceCase c)
    {
        var parameter = new Parameter(Tensor.From(c.Inputs[0].Data));
        Optimizer optimizer = Create(c, parameter);
        int n = c.Inputs[0].Data.Length;
        for (int step = 0; step < 12; step++)
        {
            optimizer.ZeroGrad();
            Function(c.Case, parameter).Backward();
            parameter.Grad!.ToDoubles().ShouldBe(c.Gradients![0]!.Data[(step * n)..((step + 1) * n)], 1e-10);
            optimizer.Step();
            parameter.ToDoubles().ShouldBe(c.Output.Data[(step * n)..((step + 1) * n)], 1e-12);
        }
    }

    [Theory, MemberData(nameof(References))]
    public void A_saved_state_goes_on_as_if_nothing_had_happened(ReferenceCase c)
    {
        var whole = new Parameter(Tensor.From(c.Inputs[0].Data));
        Optimizer first = Create(c, whole);
        Run(first, c.Case, whole, 5);
        var resumed = new Parameter(whole.Detach());
        Optimizer second = Create(c, resumed);
        second.LoadState(first.State().ToDictionary(s => s.Name, s => s.Value.Clone(), StringComparer.Ordinal));
        Run(first, c.Case, whole, 5);
        Run(second, c.Case, resumed, 5);
        resumed.ToDoubles().ShouldBe(whole.ToDoubles());
    }

    [Fact]
    public void A_parameter_without_a_gradient_is_passed_by_and_keeps_its_own_count_of_steps()
    {
        var (a, b) = (new Parameter(Tensor.Ones([2])), new Parameter(Tensor.Ones([2])));
        var optimizer = new Adam([a, b]);
        a.Sum().Backward();
        optimizer.Step();
        b.ToDoubles().ShouldBe([1, 1]);
        a.ToDoubles().ShouldNotBe([1, 1]);
        optimizer.State().Select(s => s.Name).ShouldBe(["0.steps", "0.first", "0.second"]);
    }

    [Fact]
    public void States_are_named_for_the_parameters_paths()
    {
        var model = new Sequential(new Linear(2, 2), new Linear(2, 1));
        var optimizer = new Sgd(model, 0.1, momentum: 0.9);
        model.Forward(Tensor.Ones([1, 2])).Sum().Backward();
        optimizer.Step();
        optimizer.State().Select(s => s.Name).ShouldBe(
            ["0.weight.steps", "0.weight.first", "0.bias.steps", "0.bias.first", "1.weight.steps", "1.weight.first", "1.bias.steps", "1.bias.first"]);
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
    public void A_model_converted_between_steps_goes_on()
    {
        var layer = new Linear(40, 50);
        var optimizer = new Adam(layer);
        foreach (DType type in (DType[])[DType.Float32, DType.Float64, DType.Float32])
        {
            layer.Cast(type);
            layer.Forward(Tensor.Ones([1, 40], type)).Square().Sum().Backward();
            optimizer.Step();
            layer.Weight.ToDoubles().ShouldAllBe(v => double.IsFinite(v));
        }
    }

    static void Run(Optimizer optimizer, string function, Parameter p, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            optimizer.ZeroGrad();
            Function(function, p).Backward();
            optimizer.Step();
        }
    }

    static Tensor Function(string name, Tensor p) => name == "quadratic"
        ? (p.Square() * Tensor.From(0.5, 5.0, 50.0)).Sum()
        : (1 - p[0]).Square() + 100 * (p[1] - p[0].Square()).Square();

    static Optimizer Create(ReferenceCase c, Parameter p)
    {
        double[] betas = c.Args.TryGetValue("betas", out var b) ? [.. b.EnumerateArray().Select(e => e.GetDouble())] : [0.9, 0.999];
        double epsilon = c.Number("eps", 1e-8);
        return c.Name switch
        {
            "sgd" => new Sgd([p], c.Number("lr", 0), c.Number("momentum", 0), c.Number("dampening", 0), c.Flag("nesterov"), c.Number("weight_decay", 0)),
            "adam" => new Adam([p], c.Number("lr", 1e-3), betas[0], betas[1], epsilon, c.Number("weight_decay", 0)),
            _ => new AdamW([p], c.Number("lr", 1e-3), betas[0], betas[1], epsilon, c.Number("weight_decay", 0.01)),
        };
    }
}
