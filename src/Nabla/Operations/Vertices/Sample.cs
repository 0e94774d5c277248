namespace Nabla.Operations;

/// <summary>An application of an operation, loss or layer at a point where it is differentiable: what gradient checks run.</summary>
/// <remarks>
/// An elementwise struct needs none: its samples follow from its domain and kinks. Everything else keeps its own beside
/// its definition, in a method <c>internal static IEnumerable&lt;Sample&gt; Samples(RandomStream random)</c> of its public class, which reflection finds.
/// </remarks>
/// <param name="Name">The public method, layer or loss that is applied.</param>
/// <param name="Function">The application.</param>
/// <param name="Inputs">Its differentiable inputs, float64.</param>
internal sealed record Sample(string Name, Func<IReadOnlyList<Tensor>, Tensor> Function, params IReadOnlyList<Tensor> Inputs)
{
    /// <summary>Normally distributed float64 numbers.</summary>
    public static Tensor Point(RandomStream random, Shape shape) => random.Normal(shape, type: DType.Float64);

    /// <summary>Float64 numbers at least 0.15 apart, as far from 0 and from whole and half numbers as a difference quotient needs.</summary>
    public static Tensor Distinct(RandomStream random, Shape shape)
    {
        int[] order = random.Permutation((int)shape.ElementCount);
        return Tensor.From<double>([.. order.Select(i => (i - order.Length / 2) * 0.2 + 0.07 + (random.NextDouble() - 0.5) * 0.02)], shape);
    }
}
