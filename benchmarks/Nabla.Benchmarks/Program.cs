using BenchmarkDotNet.Running;
using Nabla.Benchmarks;

BenchmarkSwitcher.FromAssembly(typeof(MatMulBenchmarks).Assembly).Run(args);
