namespace Nabla.Operations;

/// <summary>An application of an operation, loss or layer at a point where it is differentiable: what gradient checks run.</summary>
/// <remarks>
/// An elementwise struct needs none: its samples follow from its domain and kinks. Everything else keeps its own beside
/// its definition, in a method <c>internal static IEnumerable&lt;Sample&gt; Samples(RandomStream random)</c> of its public class, which reflection finds.
/// </remarks>
/// <param name="Name">The public method, layer or loss that is applied.</param>
/// <param name="Function">The application.</param>
/// <param name="Inputs">Its differentiable inputs, float64.</param>
internal sealed record Sample(string Name, Func<IReadOnlyList<Tensor>, Tensor> Function, params IReadOnlyList<Tensor> Inputs);
