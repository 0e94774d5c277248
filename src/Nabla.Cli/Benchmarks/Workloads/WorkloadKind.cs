namespace Nabla.Cli.Benchmarks.Workloads;

/// <summary>What a workload is an example of.</summary>
internal enum WorkloadKind
{
    /// <summary>A step of training: forward, backward, and the parameters moved.</summary>
    Training,

    /// <summary>A prediction without a graph.</summary>
    Inference,

    /// <summary>One matrix product.</summary>
    Product,
}
