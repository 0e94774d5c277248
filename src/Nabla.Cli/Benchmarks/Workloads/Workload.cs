namespace Nabla.Cli.Benchmarks.Workloads;

/// <summary>One computation that can be repeated, and timed beside the same computation of another library.</summary>
/// <param name="Name">Its name, which the peer knows it by too.</param>
/// <param name="Kind">What it is an example of.</param>
/// <param name="Begin">Makes its tensors and returns what makes one step.</param>
internal sealed record Workload(string Name, WorkloadKind Kind, Func<Action> Begin)
{
    /// <summary>All of them, in the order of the report.</summary>
    public static IReadOnlyList<Workload> All { get; } = [.. TrainingWorkloads.All, .. InferenceWorkloads.All, .. ProductWorkloads.All];

    /// <summary>What a step must do at least; null where products are not what it does.</summary>
    public Func<StepCost>? Cost { get; init; }

    /// <summary>Whether it computes with float64, of which a register holds half as many.</summary>
    public bool IsDouble { get; init; }

    /// <summary>The library that does the same beside the peer's own, <c>numpy</c>; null where it is the peer itself.</summary>
    public string? PeerLibrary { get; init; }

    /// <summary>Whether it counts in its kind's geometric mean.</summary>
    public bool CountsInMean { get; init; } = true;

    /// <summary>With how many threads it is timed.</summary>
    public IReadOnlyList<int> ThreadCounts { get; init; } = Environment.ProcessorCount > 1 ? [1, 2] : [1];
}
