using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = ln σ(x), element by element.</summary>
/// <remarks>dy/dx = σ(−x). Finite for every finite x.</remarks>
public sealed class LogSigmoid : Activation
{
    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.LogSigmoid();

    internal static IEnumerable<Sample> Samples(RandomStream random) => BothSides(new LogSigmoid(), random);
}
