namespace Nabla.Cli.Benchmarks.Peers;

/// <summary>What a peer says of itself.</summary>
/// <param name="Name">The library.</param>
/// <param name="Version">Its version.</param>
/// <param name="NumPy">The version of NumPy.</param>
/// <param name="Blas">What multiplies its matrices: <c>openblas</c>, <c>mkl</c>, <c>reference</c> or <c>unknown</c>.</param>
/// <param name="Kernels">For which processor these products are written.</param>
/// <param name="KernelsChosenBy">Who chose them: <c>bench</c> by the processor's flags, the <c>environment</c>'s OPENBLAS_CORETYPE, or the library itself, as <c>installed</c>.</param>
internal sealed record PeerIdentity(string Name, string? Version, string? NumPy, string? Blas, string? Kernels, string? KernelsChosenBy)
{
    /// <summary>What makes the comparison unfair, and how to mend it; null if nothing does.</summary>
    public string? Warning => Blas == "reference"
        ? $"{Name} multiplies with the reference BLAS, which is many times slower than OpenBLAS: the ratios flatter Nabla. Install it with: apt-get install libopenblas0-pthread"
        : null;

    public override string ToString() => $"{Name} {Version}, {Blas}{(Kernels is null ? "" : $" ({Kernels}{Choice})")}";

    string Choice => KernelsChosenBy switch
    {
        "bench" => ", told by the processor's flags",
        "environment" => ", told by OPENBLAS_CORETYPE",
        "installed" => ", as installed",
        _ => "",
    };
}
