using Nabla.Backends;
using Nabla.Numbers;

namespace Nabla.Operations;

/// <summary>Channels <c>[N, C, …]</c> brought to mean 0 and variance 1 over batch and places, scaled and shifted, in one operation: batch normalisation in training, with a rectifier and a largest element of windows behind it where they are wanted.</summary>
/// <remarks>
/// y = x̂·γ + β with x̂ = (x − mean)·s, s = 1/√(variance + ε), or max(y, 0). With g = dy (0 where the rectifier cut): ∂L/∂x = γ·s·(g − mean g − x̂·mean(g·x̂)),
/// ∂L/∂γ = Σ g·x̂ and ∂L/∂β = Σ g over batch and places. Signs are computed again from x: neither the values before the rectifier are
/// stored nor those before the windows, of which only the places are, nor their gradients.
/// </remarks>
public sealed class StandardizeChannels : Operation
{
    readonly ChannelTail tail;
    readonly Shape? pooled;
    Tensor? places;
    Tensor? means;
    Tensor? variances;
    JointGradients? ready;

    internal StandardizeChannels(double epsilon, bool rectified, MaxWindows? windows) =>
        (tail, pooled) = (new(epsilon, rectified, windows?.Geometry), windows?.Shape);

    /// <summary>The means and (biased) variances of the channels, <c>[C]</c>.</summary>
    internal (Tensor Means, Tensor Variances) Statistics => (means!, variances!);

    internal Tensor Of(Tensor x, Tensor? weight, Tensor? bias) => weight is null || bias is null ? Apply(x) : Apply(x, weight, bias);

    /// <inheritdoc/>
    protected override Saves Saves => Saves.Inputs;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0];
        (means, variances) = (Tensor.Allocate([x.Shape[1]], x.DType), Tensor.Allocate([x.Shape[1]], x.DType));
        (Tensor y, places) = Backend.Current.StandardizeChannels(x, inputs.Length > 1 ? inputs[1] : null, inputs.Length > 1 ? inputs[2] : null, tail, pooled ?? x.Shape, means, variances);
        return y;
    }

    /// <inheritdoc/>
    public override Tensor Vjp(int input, Tensor dy)
    {
        if (NoGrad.IsRecording) return Recorded(input, dy);
        return (JointGradients.Kept(ref ready, input, dy) ?? Together(dy, input)).Take(input, ref ready);
    }

    JointGradients Together(Tensor dy, int input)
    {
        Tensor x = SavedInput(0);
        Tensor? For(int i) => i == input || (i < InputCount && Input(i) is not null) ? Tensor.Allocate(i == 0 ? x.Shape : [x.Shape[1]], x.DType) : null;
        Tensor? dx = For(0), dweight = For(1), dbias = For(2);
        (Tensor? weight, Tensor? bias) = InputCount > 1 ? (SavedInput(1), SavedInput(2)) : (null, null);
        Backend.Current.StandardizeChannelsBackward(x, weight, bias, tail, places, means!, variances!, dy, dx, dweight, dbias);
        return new(dy, dx, dweight, dbias);
    }

    Tensor Recorded(int input, Tensor dy)
    {
        Tensor x = SavedInput(0);
        Axes axes = NormalizationExtensions.AllButChannels(x.Shape);
        Shape channels = NormalizationExtensions.ChannelShape(Name, x.Shape);
        Tensor distance = x - x.Mean(axes, keepAxes: true), s = (distance.Square().Mean(axes, keepAxes: true) + tail.Epsilon).Rsqrt(), standard = distance * s;
        Tensor? weight = InputCount > 1 ? SavedInput(1).Reshape(channels) : null;
        if (places is not null) dy = new PlacesPut(places, x.Shape).Of(dy);
        if (tail.Rectified)
        {
            Tensor y = weight is null ? standard : standard * weight + SavedInput(2).Reshape(channels);
            dy = Tensor.Where(y.Detach() <= 0.0, Tensor.Zeros([], dy.DType), dy);
        }
        if (input == 2) return dy.Sum(axes);
        if (input == 1) return (dy * standard).Sum(axes);
        Tensor g = weight is null ? dy : dy * weight;
        return s * (g - g.Mean(axes, keepAxes: true) - standard * (g * standard).Mean(axes, keepAxes: true));
    }
}
