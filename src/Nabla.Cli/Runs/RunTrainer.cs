using Nabla.Cli.Descriptions;
using Nabla.Data;
using Nabla.Layers;
using Nabla.Optimizers;
using Nabla.Schedules;
using Nabla.Training;

namespace Nabla.Cli.Runs;

/// <summary>Makes the trainer that a description describes.</summary>
internal static class RunTrainer
{
    /// <summary>The trainer of a model, with all that is around its steps.</summary>
    /// <param name="description">The description.</param>
    /// <param name="model">The model.</param>
    /// <param name="examples">How many examples an epoch has.</param>
    public static Trainer Create(RunDescription description, Module model, int examples)
    {
        Optimizer optimizer = OptimizerKinds.Create(description.Optimizer, model);
        Described? schedule = description.Schedule, average = description.Average;
        long batches = (examples + description.BatchSize - 1L) / description.BatchSize;
        long steps = (batches + description.Accumulate - 1) / description.Accumulate * description.Epochs;
        ScheduleUnit unit = schedule is null ? default : ScheduleKinds.Unit(schedule);
        return new Trainer(model, optimizer, LossUse.Of(description))
        {
            ClassAxis = ClassAxis(description),
            IgnoreIndex = IgnoreIndex(description),
            Schedule = schedule is null ? null : Made(schedule, () => ScheduleKinds.Create(schedule, new(unit == ScheduleUnit.Step ? steps : description.Epochs, optimizer))),
            ScheduleUnit = unit,
            Average = average is null ? null : Made(average, () => AverageKinds.All.Create(average)(average, model, description.Epochs)),
            ClipNorm = description.ClipNorm,
            ClipValue = description.ClipValue,
            BatchesPerStep = description.Accumulate,
        };
    }

    /// <summary>A trainer that only evaluates.</summary>
    public static Trainer ForEvaluation(RunDescription description, Module model) =>
        new(model, new Sgd(model, learningRate: 0), LossUse.Of(description)) { ClassAxis = ClassAxis(description), IgnoreIndex = IgnoreIndex(description) };

    static int ClassAxis(RunDescription description) => description.IsText ? -1 : 1;

    static int? IgnoreIndex(RunDescription description) => description.IsText ? LineDataset.IgnoreIndex : null;

    /// <summary>What the tables of fields do not know, the library refuses.</summary>
    static T Made<T>(Described described, Func<T> create)
    {
        try
        {
            return create();
        }
        catch (ArgumentException e)
        {
            throw described.Json.Wrong(e.Message.Split(" (Parameter", 2)[0]);
        }
    }
}
