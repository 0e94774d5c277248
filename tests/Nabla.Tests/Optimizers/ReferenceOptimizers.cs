using System.Text.Json;
using Nabla.Layers;
using Nabla.Losses;
using Nabla.Optimizers;
using Nabla.Tests.Reference;

namespace Nabla.Tests.Optimizers;

/// <summary>Optimizers and functions by the names and arguments of the reference files.</summary>
internal static class ReferenceOptimizers
{
    public static Optimizer Create(ReferenceCase c, IReadOnlyList<Parameter> parameters)
    {
        if (!c.Args.TryGetValue("others", out JsonElement others)) return Made(c, parameters);
        Optimizer optimizer = Made(c, [parameters[0]]);
        optimizer.AddGroup(parameters.Skip(1), Given(others, "lr"), Given(others, "weight_decay"), Given(others, "momentum"));
        return optimizer;
    }

    /// <summary>The function of the case at the parameters.</summary>
    public static Tensor Function(ReferenceCase c, IReadOnlyList<Parameter> p) => c.Case switch
    {
        "quadratic" => (p[0].Square() * Tensor.From(0.5, 5.0, 50.0)).Sum(),
        "rosenbrock" => (1 - p[0][0]).Square() + 100 * (p[0][1] - p[0][0].Square()).Square(),
        "logistic" => Loss.CrossEntropy(Input(c, 0).Linear(p[0], p[1]), Input(c, 1)),
        "bowl" => Bowl(Input(c, 0), Input(c, 1), p),
        _ => throw new ArgumentException($"there is no function '{c.Case}'", nameof(c)),
    };

    /// <summary>The parameters at their starting points: the last inputs.</summary>
    public static Parameter[] Start(ReferenceCase c) =>
        [.. Enumerable.Range(0, c.Inputs.Count).TakeLast((int)c.Number("parameters", 1)).Select(i => new Parameter(Input(c, i)))];

    static Tensor Input(ReferenceCase c, int index)
    {
        ReferenceArray input = c.Inputs[index];
        Tensor value = Tensor.From<double>(input.Data, new Shape(input.Shape));
        return input.DType == "int64" ? value.Cast(DType.Int64) : value;
    }

    static Tensor Bowl(Tensor targets, Tensor curvatures, IReadOnlyList<Parameter> parameters)
    {
        Tensor all = Tensor.Cat([.. parameters.Select(p => p.Reshape(-1))]);
        return 0.5 * (curvatures * (all - targets).Square()).Sum();
    }

    static double? Given(JsonElement args, string name) => args.TryGetProperty(name, out JsonElement value) ? value.GetDouble() : null;

    static Optimizer Made(ReferenceCase c, IEnumerable<Parameter> p)
    {
        double Number(string name, double otherwise) => c.Number(name, otherwise);
        double First(string name, double otherwise) => Pair(c, name, 0, otherwise);
        double Second(string name, double otherwise) => Pair(c, name, 1, otherwise);
        double beta1 = First("betas", 0.9), beta2 = Second("betas", 0.999), decay = Number("weight_decay", 0), epsilon = c.Name == "adafactor" ? 0 : Number("eps", 1e-8);
        bool up = c.Flag("maximize");
        return c.Name switch
        {
            "sgd" => new Sgd(p, Number("lr", 0), Number("momentum", 0), Number("dampening", 0), c.Flag("nesterov"), decay) { Maximize = up },
            "adam" => new Adam(p, Number("lr", 1e-3), beta1, beta2, epsilon, decay, c.Flag("amsgrad")) { Maximize = up },
            "adamw" => new AdamW(p, Number("lr", 1e-3), beta1, beta2, epsilon, Number("weight_decay", 0.01), c.Flag("amsgrad")) { Maximize = up },
            "adagrad" => new Adagrad(p, Number("lr", 0.01), Number("lr_decay", 0), decay, Number("initial_accumulator_value", 0), Number("eps", 1e-10)) { Maximize = up },
            "adadelta" => new Adadelta(p, Number("lr", 1), Number("rho", 0.9), Number("eps", 1e-6), decay) { Maximize = up },
            "adamax" => new Adamax(p, Number("lr", 2e-3), beta1, beta2, epsilon, decay) { Maximize = up },
            "nadam" => new NAdam(p, Number("lr", 2e-3), beta1, beta2, epsilon, decay, Number("momentum_decay", 4e-3)),
            "radam" => new RAdam(p, Number("lr", 1e-3), beta1, beta2, epsilon, decay),
            "rmsprop" => new RmsProp(p, Number("lr", 0.01), Number("alpha", 0.99), epsilon, decay, Number("momentum", 0), c.Flag("centered")) { Maximize = up },
            "rprop" => new Rprop(p, Number("lr", 0.01), First("etas", 0.5), Second("etas", 1.2), First("step_sizes", 1e-6), Second("step_sizes", 50)) { Maximize = up },
            "asgd" => new Asgd(p, Number("lr", 0.01), Number("lambd", 1e-4), Number("alpha", 0.75), Number("t0", 1e6), decay) { Maximize = up },
            "lbfgs" => new Lbfgs(
                p, Number("lr", 1), (int)Number("max_iter", 20), c.Args.ContainsKey("max_eval") ? (int)Number("max_eval", 0) : null, Number("tolerance_grad", 1e-7),
                Number("tolerance_change", 1e-9), (int)Number("history_size", 100), c.Args.ContainsKey("line_search_fn") ? LineSearch.StrongWolfe : LineSearch.None),
            "lion" => new Lion(p, Number("lr", 1e-4), beta1, Second("betas", 0.99), decay) { Maximize = up },
            "adafactor" => new Adafactor(
                p, Number("lr", 1), First("eps", 1e-30), Second("eps", 1e-3), Number("clip_threshold", 1), Number("decay_rate", 0.8),
                c.Args.ContainsKey("beta1") ? Number("beta1", 0) : null, decay, !c.Args.ContainsKey("scale_parameter"), !c.Args.ContainsKey("relative_step"),
                c.Flag("warmup_init"))
            { Maximize = up },
            "lamb" => new Lamb(p, Number("lr", 1e-3), beta1, beta2, Number("eps", 1e-6), Number("weight_decay", 0.01), Number("largest_norm", double.PositiveInfinity)) { Maximize = up },
            "muon" => new Muon(
                p, Number("lr", 1e-3), Number("weight_decay", 0.1), Number("momentum", 0.95), !c.Args.ContainsKey("nesterov"), (int)Number("ns_steps", 5),
                Number("eps", 1e-7), c.Args.ContainsKey("ns_coefficients") ? (First("ns_coefficients", 0), Second("ns_coefficients", 0), Pair(c, "ns_coefficients", 2, 0)) : null,
                c.Flag("match_adamw"), Number("adam_lr", 3e-4), First("adam_betas", 0.9), Second("adam_betas", 0.95), Number("adam_eps", 1e-10))
            { Maximize = up },
            _ => throw new ArgumentException($"there is no optimizer '{c.Name}'", nameof(c)),
        };
    }

    /// <summary>One of several numbers under a name.</summary>
    static double Pair(ReferenceCase c, string name, int index, double otherwise) =>
        c.Args.TryGetValue(name, out JsonElement value) && value.ValueKind == JsonValueKind.Array ? value[index].GetDouble() : otherwise;
}
