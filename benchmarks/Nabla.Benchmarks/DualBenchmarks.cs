using System.Runtime.CompilerServices;
using BenchmarkDotNet.Attributes;
using Nabla.Numbers;

namespace Nabla.Benchmarks;

/// <summary>What a derivative by dual numbers costs beside the value alone: the same definition, computed by two kinds of number.</summary>
[MemoryDiagnoser]
public class DualBenchmarks
{
    readonly double[] x = [.. Enumerable.Range(0, 1024).Select(i => i / 256.0 - 2)];

    [Benchmark(Baseline = true)]
    public double Value()
    {
        double sum = 0;
        foreach (double v in x)
            sum += Polynomial(new Real(v)).Value;
        return sum;
    }

    [Benchmark]
    public double Derivative()
    {
        double sum = 0;
        foreach (double v in x)
            sum += Polynomial(Dual<Real>.Variable(new(v))).Tangent.Value;
        return sum;
    }

    /// <summary>(x³ − 2x) / (1 + x²): operators alone, so that the benchmark measures the duals and not a library function.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static V Polynomial<V>(V x) where V : struct, IReal<V> => (x * x * x - 2 * x) / (1 + x * x);
}
