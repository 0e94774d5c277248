using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = 1 for x &gt; 0, else 0, element by element: the perceptron's activation.</summary>
/// <remarks>Gradient 0 everywhere: nothing below it learns by gradients.</remarks>
public sealed class Step : Activation
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Step();

    internal static IEnumerable<Sample> Samples(RandomStream random) => [new(nameof(Step), x => new Step().Forward(x[0]) + x[0], random.Uniform([2, 3], 0.2, 2, DType.Float64))];
}
