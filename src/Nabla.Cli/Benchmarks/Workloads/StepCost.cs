namespace Nabla.Cli.Benchmarks.Workloads;

/// <summary>What a step must do at least.</summary>
/// <param name="Flops">Floating-point operations of its products and convolutions, a multiply-add counting as two.</param>
/// <param name="Bytes">Bytes that it cannot avoid to touch: inputs, parameters, their gradients and the optimizer's states; activations do not count.</param>
internal readonly record struct StepCost(double Flops, double Bytes);
