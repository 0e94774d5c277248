using System.Text.Json;
using Nabla.Schedules;
using Nabla.Tests.Reference;

namespace Nabla.Tests.Schedules;

/// <summary>Schedules by the names and arguments of the reference records, which are PyTorch's.</summary>
internal static class ReferenceSchedules
{
    static readonly Dictionary<string, Func<long, double>> Functions = new(StringComparer.Ordinal)
    {
        ["root"] = t => 1 / Math.Sqrt(t + 1),
        ["stairs"] = t => Math.Pow(0.5, t / 4),
        ["ninety-five"] = _ => 0.95,
        ["shrinking"] = t => 1 - 0.5 / (t + 1),
        ["thirds"] = x => Math.Pow(3, 1 - x),
        ["slow"] = x => 1 / (1 + 0.1 * x),
    };

    public static Schedule Create(ReferenceCase record) => Create(record.Name, record.Args);

    static Schedule Create(string name, IReadOnlyDictionary<string, JsonElement> args)
    {
        var a = new Arguments(args);
        return name switch
        {
            "constant" => new ConstantFactor(a.Real("factor", 1.0 / 3), a.Whole("total_iters", 5)),
            "linear" => new LinearFactor(a.Real("start_factor", 1.0 / 3), a.Real("end_factor", 1), a.Whole("total_iters", 5)),
            "step" => new StepDecay(a.Whole("step_size", 0), a.Real("gamma", 0.1)),
            "multistep" => new MultiStepDecay(a.Wholes("milestones"), a.Real("gamma", 0.1)),
            "exponential" => new ExponentialDecay(a.Real("gamma", 0)),
            "polynomial" => new PolynomialDecay(a.Whole("total_iters", 5), a.Real("power", 1)),
            "cosine" => new Cosine(a.Whole("T_max", 0), a.Real("eta_min", 0)),
            "cosine_restarts" => new CosineWithRestarts(a.Whole("T_0", 0), (int)a.Whole("T_mult", 1), a.Real("eta_min", 0)),
            "cyclic" => Cyclic(a),
            "one_cycle" => new OneCycle(a.Each("max_lr")!, a.Whole("total_steps", 0), a.Real("pct_start", 0.3),
                a.Text("anneal_strategy", "cos") == "cos" ? Annealing.Cosine : Annealing.Linear, a.Flag("cycle_momentum", true),
                a.Each("base_momentum"), a.Each("max_momentum"), a.Real("div_factor", 25), a.Real("final_div_factor", 1e4), a.Flag("three_phase", false)),
            "plateau" => new ReduceOnPlateau(a.Text("mode", "min") == "max", a.Real("factor", 0.1), (int)a.Whole("patience", 10), a.Real("threshold", 1e-4),
                a.Text("threshold_mode", "rel") == "abs", (int)a.Whole("cooldown", 0), a.Each("min_lr"), a.Real("eps", 1e-8)),
            "swa" => new AnnealTo(a.Each("swa_lr")!, a.Whole("anneal_epochs", 10), a.Text("anneal_strategy", "cos") == "cos" ? Annealing.Cosine : Annealing.Linear,
                a.Whole("start", 0), args.ContainsKey("cosine") ? new Cosine(a.Whole("cosine", 0)) : null),
            "lambda" => new Lambda(a.Functions),
            "multiplicative" => new Multiplicative(a.Functions),
            "chained" => new Chained(a.Parts),
            "sequential" => new Sequenced(a.Parts, a.Wholes("milestones")),
            "noam" => new Noam((int)a.Whole("model_size", 0), a.Whole("warm_up", 0)),
            "inverse_sqrt" => new InverseSqrt(a.Whole("warm_up", 0), a.Real("start", 0)),
            "warm_up" => new WarmUp(a.Whole("steps", 0), After(a.Text("then", "")), a.Real("start", 0), a.Flag("constant", false)),
            _ => throw new ArgumentException($"There is no schedule '{name}'.", nameof(name)),
        };
    }

    static Schedule? After(string name) => name switch { "exponential" => new ExponentialDecay(0.9), "cosine" => new Cosine(15), _ => null };

    static Cyclic Cyclic(Arguments a)
    {
        PerGroup lowest = a.Each("base_lr")!, highest = a.Each("max_lr")!;
        long up = a.Whole("step_size_up", 2000);
        long? down = a.Has("step_size_down") ? a.Whole("step_size_down", 0) : null;
        if (a.Has("scale_fn"))
            return new Cyclic(lowest, highest, Functions[a.Text("scale_fn", "")], a.Text("scale_mode", "cycle") == "iterations", up, down);
        CycleShape shape = a.Text("mode", "triangular") switch { "triangular" => CycleShape.Triangular, "triangular2" => CycleShape.Triangular2, _ => CycleShape.ExponentialRange };
        return new Cyclic(lowest, highest, up, down, shape, a.Real("gamma", 1), a.Flag("cycle_momentum", true), a.Each("base_momentum"), a.Each("max_momentum"));
    }

    sealed class Arguments(IReadOnlyDictionary<string, JsonElement> args)
    {
        public bool Has(string name) => args.ContainsKey(name);

        public double Real(string name, double otherwise) => Has(name) ? args[name].GetDouble() : otherwise;

        public long Whole(string name, long otherwise) => Has(name) ? args[name].GetInt64() : otherwise;

        public bool Flag(string name, bool otherwise) => Has(name) ? args[name].GetBoolean() : otherwise;

        public string Text(string name, string otherwise) => Has(name) ? args[name].GetString()! : otherwise;

        public long[] Wholes(string name) => [.. args[name].EnumerateArray().Select(e => e.GetInt64())];

        public PerGroup? Each(string name) => !Has(name) ? null : args[name].ValueKind == JsonValueKind.Array
            ? PerGroup.Each([.. args[name].EnumerateArray().Select(e => e.GetDouble())])
            : args[name].GetDouble();

        public Func<long, double>[] Functions => [.. args["functions"].EnumerateArray().Select(e => ReferenceSchedules.Functions[e.GetString()!])];

        public Schedule[] Parts =>
        [
            .. args["parts"].EnumerateArray().Select(p => Create(p[0].GetString()!, p[1].EnumerateObject().ToDictionary(m => m.Name, m => m.Value, StringComparer.Ordinal))),
        ];
    }
}
