using Nabla.Layers;
using Nabla.Optimizers;
using Nabla.Schedules;
using Nabla.Tests.Reference;

namespace Nabla.Tests.Schedules;

/// <summary>Every schedule gives the rates and momenta that PyTorch 1.13 sets step by step, or those of its formula.</summary>
public sealed class ScheduleReferenceTests
{
    static readonly IReadOnlyList<ReferenceCase> Records = ReferenceCase.Load("schedules");

    public static TheoryData<ReferenceCase> Cases => new(Records);

    [Theory, MemberData(nameof(Cases))]
    public void Rates_and_momenta_are_the_reference_s(ReferenceCase record)
    {
        Schedule schedule = ReferenceSchedules.Create(record);
        Optimizer optimizer = Groups(record);
        double[] metrics = record.Inputs.Count > 1 ? record.Inputs[1].Data : [];
        for (int step = 0; step < record.Output.Shape[0]; step++)
        {
            schedule.Apply(optimizer, step);
            for (int group = 0; group < 2; group++)
            {
                double found = record.Case == "momentum" ? optimizer.Groups[group].Momentum!.Value : optimizer.Groups[group].LearningRate;
                found.ShouldBe(record.Output.Data[2 * step + group], 1e-12, $"{record} step {step}, group {group}");
            }
            if (step < metrics.Length) schedule.Observe(metrics[step]);
        }
    }

    /// <summary>Asked in any order, a schedule gives the same: nothing depends on the steps asked before.</summary>
    [Theory, MemberData(nameof(Cases))]
    public void Steps_may_be_asked_in_any_order(ReferenceCase record)
    {
        if (record.Name == "plateau") return; // its rates depend on what was observed
        Schedule schedule = ReferenceSchedules.Create(record), fresh = ReferenceSchedules.Create(record);
        int count = record.Output.Shape[0];
        double[] backward = [.. Enumerable.Range(0, count).Reverse().Select(step => schedule.Rate(step, 0.1, 1))];
        backward.Reverse().ShouldBe([.. Enumerable.Range(0, count).Select(step => fresh.Rate(step, 0.1, 1))]);
        schedule.State().ShouldBeEmpty();
    }

    [Fact]
    public void Every_schedule_has_a_reference_sequence()
    {
        HashSet<Type> met = [.. Records.Select(r => ReferenceSchedules.Create(r).GetType())];
        Type[] all = [.. typeof(Schedule).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Schedule)) && !t.IsAbstract)];
        all.Length.ShouldBeGreaterThanOrEqualTo(19);
        all.Where(t => !met.Contains(t)).ShouldBeEmpty("a schedule without a reference sequence: add one to tests/reference/schedules.py");
    }

    /// <summary>A program uses layers, losses, optimizers and schedules together; equal names would be ambiguous there.</summary>
    [Fact]
    public void No_schedule_is_named_like_a_type_of_another_namespace()
    {
        string[] namespaces = [nameof(Nabla), "Nabla.Layers", "Nabla.Losses", "Nabla.Optimizers", "Nabla.Training", "Nabla.Data", "Nabla.Initializers"];
        ILookup<string, Type> others = typeof(Schedule).Assembly.GetExportedTypes().Where(t => namespaces.Contains(t.Namespace, StringComparer.Ordinal)).ToLookup(t => t.Name, StringComparer.Ordinal);
        typeof(Schedule).Assembly.GetExportedTypes().Where(t => t.Namespace == "Nabla.Schedules" && others.Contains(t.Name)).ShouldBeEmpty();
    }

    static Optimizer Groups(ReferenceCase record)
    {
        Parameter first = new(Tensor.Zeros([1])), second = new(Tensor.Zeros([1]));
        double[] rates = record.Inputs[0].Data;
        Optimizer optimizer = record.Args.ContainsKey("optimizer") ? new Adam([first], rates[0]) : new Sgd([first], rates[0], momentum: 0.9);
        optimizer.AddGroup([second], rates[1]);
        return optimizer;
    }
}
