using BenchmarkDotNet.Running;
using Nabla.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(DualBenchmarks).Assembly).Run(args);
