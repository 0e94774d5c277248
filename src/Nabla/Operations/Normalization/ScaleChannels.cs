using Nabla.Backends;
using Nabla.Numbers;

namespace Nabla.Operations;

/// <summary>y = (x − mean)·factor + shift, with a number a channel of <c>[N, C, …]</c> for each of the three, in one pass.</summary>
/// <remarks>∂L/∂x = dy·factor; over batch and places ∂L/∂mean = −factor·Σ dy, ∂L/∂factor = Σ dy·(x − mean) and ∂L/∂shift = Σ dy.</remarks>
internal sealed class ScaleChannels : Operation
{
    internal Tensor Of(Tensor x, Tensor mean, Tensor factor, Tensor shift) => Apply(x, mean, factor, shift);

    /// <inheritdoc/>
    protected override Saves Saves => Saves.Inputs;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => Backend.Current.ScaleChannels(inputs[0], inputs[1], inputs[2], inputs[3]);

    /// <inheritdoc/>
    public override Tensor Vjp(int input, Tensor dy)
    {
        Axes axes = NormalizationExtensions.AllButChannels(dy.Shape);
        Shape channels = NormalizationExtensions.ChannelShape(Name, dy.Shape);
        return input switch
        {
            0 => dy * SavedInput(2).Reshape(channels),
            1 => -(dy.Sum(axes) * SavedInput(2)),
            2 => (dy * (SavedInput(0) - SavedInput(1).Reshape(channels))).Sum(axes),
            _ => dy.Sum(axes),
        };
    }
}
