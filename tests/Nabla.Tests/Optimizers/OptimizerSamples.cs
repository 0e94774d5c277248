using Nabla.Layers;
using Nabla.Optimizers;

namespace Nabla.Tests.Optimizers;

/// <summary>Every optimizer with settings that use all of its states, and a model for it.</summary>
internal static class OptimizerSamples
{
    static readonly (string Setting, Func<Module, Optimizer> Create)[] All =
    [
        ("plain", m => new Sgd(m, 0.05)),
        ("momentum", m => new Sgd(m, 0.05, momentum: 0.9, dampening: 0.1, weightDecay: 0.01)),
        ("nesterov", m => new Sgd(m, 0.05, momentum: 0.9, nesterov: true) { Maximize = true }),
        ("plain", m => new Adam(m, 0.01, weightDecay: 0.01)),
        ("amsgrad", m => new Adam(m, 0.01, amsGrad: true)),
        ("plain", m => new AdamW(m, 0.01)),
        ("amsgrad", m => new AdamW(m, 0.01, amsGrad: true)),
        ("plain", m => new Adagrad(m, learningRateDecay: 0.1, initialAccumulator: 0.5)),
        ("plain", m => new Adadelta(m)),
        ("plain", m => new Adamax(m)),
        ("plain", m => new NAdam(m)),
        ("plain", m => new RAdam(m, beta2: 0.9)),
        ("plain", m => new RmsProp(m)),
        ("momentum", m => new RmsProp(m, momentum: 0.9)),
        ("centered", m => new RmsProp(m, centered: true)),
        ("centered momentum", m => new RmsProp(m, momentum: 0.5, centered: true)),
        ("plain", m => new Rprop(m)),
        ("averaging", m => new Asgd(m, lambda: 0.1, averagingStart: 2)),
        ("plain", m => new Lbfgs(m, 0.1, maxIterations: 3, historySize: 4)),
        ("wolfe", m => new Lbfgs(m, maxIterations: 2, historySize: 3, lineSearch: LineSearch.StrongWolfe)),
        ("plain", m => new Lion(m, weightDecay: 0.1)),
        ("plain", m => new Adafactor(m)),
        ("moment", m => new Adafactor(m, beta1: 0.9, weightDecay: 0.1)),
        ("plain", m => new Lamb(m)),
        ("plain", m => new Muon(m)),
    ];

    /// <summary>The optimizers of the library.</summary>
    public static IEnumerable<Type> Types => typeof(Optimizer).Assembly.GetTypes().Where(t => t is { IsAbstract: false, IsPublic: true } && t.IsSubclassOf(typeof(Optimizer)));

    /// <summary>Their names: "Adam amsgrad".</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select((a, i) => Name(i))];

    /// <summary>The optimizers that are meant to be one fused pass, by type.</summary>
    public static bool IsElementwise(Optimizer optimizer) => optimizer is not (Lbfgs or Adafactor or Lamb or Muon);

    /// <summary>An optimizer by its name.</summary>
    public static Optimizer Create(string name, Module model) => All[Names.Index().First(n => n.Item == name).Index].Create(model);

    /// <summary>A network whose parameters are matrices and vectors.</summary>
    public static Sequential Model(DType type, int width = 5)
    {
        var model = new Sequential(new Linear(4, width), new Tanh(), new Linear(width, 3)) { Seed = 7 };
        model.Cast(type);
        return model;
    }

    /// <summary>A loss of the model on fixed examples.</summary>
    public static Tensor Loss(Module model, DType type)
    {
        Tensor x = Tensor.Linspace(-2, 2, 24, type).Reshape(6, 4).Sin() + Tensor.Linspace(-1, 1, 4, type);
        return Nabla.Losses.Loss.CrossEntropy(model.Forward(x), Tensor.From(0L, 2L, 1L, 1L, 0L, 2L));
    }

    /// <summary>Some steps.</summary>
    public static void Run(Optimizer optimizer, Module model, DType type, int steps)
    {
        for (int i = 0; i < steps; i++) optimizer.Step(() => Loss(model, type));
    }

    static string Name(int i) => $"{All[i].Create(new Linear(1, 1)).GetType().Name} {All[i].Setting}";
}
