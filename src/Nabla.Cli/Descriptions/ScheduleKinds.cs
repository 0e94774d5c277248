using Nabla.Optimizers;
using Nabla.Schedules;

namespace Nabla.Cli.Descriptions;

/// <summary>What a schedule is made for.</summary>
/// <param name="Steps">The length of the whole training, in the schedule's unit.</param>
/// <param name="Optimizer">Whose rates it sets.</param>
internal sealed record ScheduleUse(long Steps, Optimizer Optimizer);

/// <summary>The schedules of the learning rate that a file can name.</summary>
internal static class ScheduleKinds
{
    const string UnitName = "unit", StepUnit = "step", EpochUnit = "epoch", WarmUpName = "warmUp", WarmUpStartName = "warmUpStart";

    public static Kinds<Func<Described, ScheduleUse, Schedule>> All { get; } = new("schedule",
        new("constant", "A share of the rate for some time, then the rate.", (d, _) => new ConstantFactor(d.Real("factor"), d.Whole("steps")),
            [Factor(1.0 / 3), Field.Whole("steps", "For how long.", least: 0, 5.0), .. WarmedUp(EpochUnit)]),
        new("step", "The rate is multiplied by a factor every so often.", (d, _) => new StepDecay(d.Whole("every"), d.Real("factor")),
            [Field.Whole("every", "The time between two multiplications.", least: 1, required: true), Factor(0.1), .. WarmedUp(EpochUnit)]),
        new("multiStep", "The rate is multiplied by a factor at given times.", (d, _) => new MultiStepDecay(d.Wholes("milestones"), d.Real("factor")),
            [Field.Wholes("milestones", "The times, in order."), Factor(0.1), .. WarmedUp(EpochUnit)]),
        new("exponential", "The rate is multiplied by a factor each time.", (d, _) => new ExponentialDecay(d.Real("factor")),
            [Factor(0) with { Default = null, IsRequired = true }, .. WarmedUp(EpochUnit)]),
        new("reduceOnPlateau", "The rate is multiplied by a factor when the training loss has stopped to fall.",
            (d, _) => new ReduceOnPlateau(false, d.Real("factor"), d.Whole("patience"), d.Real("threshold"), d.Flag("absolute"), d.Whole("cooldown"), d.Real("minimum"), d.Real("leastChange")),
            [
                Field.Fraction("factor", "What the rate is multiplied by.", 0.1),
                Field.Whole("patience", "How many epochs in a row may bring nothing better.", least: 0, 10.0),
                Field.NotNegative("threshold", "How much better counts as better.", 1e-4),
                Field.Flag("absolute", "Whether the threshold is a distance instead of a share of the best.", false),
                Field.Whole("cooldown", "How many epochs after a reduction are not counted.", least: 0, 0.0),
                Minimum(),
                Field.NotNegative("leastChange", "A smaller change of the rate is left out.", 1e-8),
                .. WarmedUp(EpochUnit).Select(f => f.Name == UnitName ? f with { Choices = [EpochUnit] } : f),
            ]),
        new("linear", "A share of the rate that changes along a line.", (d, use) => new LinearFactor(d.Real("start"), d.Real("end"), Length(d, use)),
            [Field.NotNegative("start", "The share at the start.", 1.0 / 3), Field.NotNegative("end", "The share at the end.", 1), Whole(), .. WarmedUp(StepUnit)]),
        new("polynomial", "Down to 0 along a power.", (d, use) => new PolynomialDecay(Length(d, use), d.Real("power")),
            [Whole(), Field.NotNegative("power", "The power.", 1), .. WarmedUp(StepUnit)]),
        new("cosine", "Down along half a cosine.", (d, use) => new Cosine(Length(d, use), d.Real("minimum")), [Whole(), Minimum(), .. WarmedUp(StepUnit)]),
        new("cosineWithRestarts", "Down along half a cosine, again and again, each time over a longer way.",
            (d, _) => new CosineWithRestarts(d.Whole("steps"), d.Whole("growth"), d.Real("minimum")),
            [
                Field.Whole("steps", "The length of the first run.", least: 1, required: true),
                Field.Whole("growth", "How many times as long each run is as the one before.", least: 1, 1.0),
                Minimum(),
                .. WarmedUp(StepUnit),
            ]),
        new("annealTo", "From the rate to a fixed one, which is then held.", (d, _) => new AnnealTo(d.Real("target"), d.Whole("steps"), Form(d), d.Whole("from")),
            [
                Field.NotNegative("target", "The rate at the end.") with { Default = null, IsRequired = true },
                Field.Whole("steps", "The length of the way.", least: 0, 10.0),
                Annealed(),
                Field.Whole("from", "Where the way begins.", least: 0, 0.0),
                .. WarmedUp(EpochUnit),
            ]),
        new("oneCycle", "Up to a large rate, then down to a very small one, and the momentum the other way.",
            (d, use) => new OneCycle(d.RealOrNull("highest") ?? use.Optimizer.LearningRate, Length(d, use), d.Real("rising"), Form(d), CyclesMomentum(d, use),
                d.Real("lowestMomentum"), d.Real("highestMomentum"), d.Real("initialDivisor"), d.Real("finalDivisor"), d.Flag("threePhases")),
            [
                Field.NotNegative("highest", "The largest rate; the optimizer's unless given.") with { Default = null },
                Whole(),
                Share("rising", "The part of the time in which the rate rises.", 0.3),
                Annealed(),
                .. Momenta(0.85, 0.95),
                Field.Positive("initialDivisor", "How many times smaller the first rate is than the largest.", 25),
                Field.Positive("finalDivisor", "How many times smaller the last rate is than the first.", 1e4),
                Field.Flag("threePhases", "Whether the rate goes back to its first value before it goes on down.", false),
                Unit(StepUnit),
            ]),
        new("cyclic", "Up and down along straight lines between two rates, and the momentum down and up.",
            (d, use) => new Cyclic(d.Real("lowest"), d.Real("highest"), d.Whole("stepsUp"), d.WholeOrNull("stepsDown"), Shape(d), d.Real("factor"),
                CyclesMomentum(d, use), d.Real("lowestMomentum"), d.Real("highestMomentum")),
            [
                Field.NotNegative("lowest", "The smallest rate.") with { Default = null, IsRequired = true },
                Field.NotNegative("highest", "The largest rate.") with { Default = null, IsRequired = true },
                Field.Whole("stepsUp", "The time from the smallest to the largest.", least: 1, 2000.0),
                Field.Whole("stepsDown", "The time back; as long unless given.", least: 1),
                new Field("shape", FieldType.Text, "How the height of the cycles changes.", "triangular") { Choices = ["triangular", "triangular2", "exponentialRange"] },
                Field.NotNegative("factor", "What exponentialRange multiplies the height by each time.", 1),
                .. Momenta(0.8, 0.9),
                Unit(StepUnit),
            ]),
        new("noam", "That of the first transformer: up along a line, then down with the root of the time.", (d, _) => new Noam(d.Whole("modelSize"), d.Whole("warmUp")),
            Field.Whole("modelSize", "The width of the model.", least: 1, required: true),
            Field.Whole("warmUp", "When the rate is largest.", least: 1, 4000.0),
            Unit(StepUnit)),
        new Kind<Func<Described, ScheduleUse, Schedule>>("inverseSqrt", "Up along a line, then down with the root of the time.", (d, _) => new InverseSqrt(d.Whole("warmUp"), d.Real("start")),
            Field.Whole("warmUp", "When the rate is largest.", least: 1, 4000.0),
            Field.NotNegative("start", "The share of the rate to begin with.", 0),
            Unit(StepUnit)));

    /// <summary>Whether times are steps or epochs.</summary>
    public static ScheduleUnit Unit(Described d) => d.Text(UnitName) == StepUnit ? ScheduleUnit.Step : ScheduleUnit.Epoch;

    /// <summary>The schedule that is described, after its warm-up if it has one.</summary>
    public static Schedule Create(Described d, ScheduleUse use)
    {
        int warmUp = d.Values.ContainsKey(WarmUpStartName) ? d.Whole(WarmUpName) : 0;
        Schedule schedule = All.Create(d)(d, use with { Steps = use.Steps - warmUp });
        return warmUp == 0 ? schedule : new WarmUp(warmUp, schedule, d.Real(WarmUpStartName));
    }

    static long Length(Described d, ScheduleUse use) => d.WholeOrNull("steps") ?? Math.Max(1, use.Steps);

    static bool CyclesMomentum(Described d, ScheduleUse use)
    {
        bool has = use.Optimizer.Groups[0].Momentum is not null;
        if (d.FlagOrNull("cycleMomentum") == true && !has) throw d.Wrong("cycleMomentum", $"{use.Optimizer.GetType().Name} has no momentum.");
        return d.FlagOrNull("cycleMomentum") ?? has;
    }

    static Annealing Form(Described d) => d.Text("annealing") == "linear" ? Annealing.Linear : Annealing.Cosine;

    static CycleShape Shape(Described d) => d.Text("shape") switch
    {
        "triangular2" => CycleShape.Triangular2,
        "exponentialRange" => CycleShape.ExponentialRange,
        _ => CycleShape.Triangular,
    };

    static Field Factor(double @default) => Field.NotNegative("factor", "What the rate is multiplied by.", @default);

    static Field Minimum() => Field.NotNegative("minimum", "The smallest rate.", 0);

    static Field Whole() => Field.Whole("steps", "The length of the way; that of the training after the warm-up unless given.", least: 1);

    static Field Annealed() => new("annealing", FieldType.Text, "The form of the way.", "cosine") { Choices = ["cosine", "linear"] };

    static Field Share(string name, string description, double @default) => new(name, FieldType.Real, description, @default) { Least = 0, Most = 1 };

    static Field[] Momenta(double lowest, double highest) =>
    [
        new("cycleMomentum", FieldType.Flag, "Whether the momentum moves too; if the optimizer has one unless given."),
        Share("lowestMomentum", "The momentum at the largest rate.", lowest),
        Share("highestMomentum", "The momentum at the smallest rate.", highest),
    ];

    static Field Unit(string unit) => new(UnitName, FieldType.Text, "What times are counted in.", unit) { Choices = [StepUnit, EpochUnit] };

    static Field[] WarmedUp(string unit) =>
    [
        Field.Whole(WarmUpName, "How long the rate first rises along a line to where the schedule begins.", least: 0, 0.0),
        Field.NotNegative(WarmUpStartName, "The share of the rate at which the warm-up begins.", 1.0 / 3),
        Unit(unit),
    ];
}
