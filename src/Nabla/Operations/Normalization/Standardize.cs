using Nabla.Backends;
using Nabla.Numbers;

namespace Nabla.Operations;

/// <summary>Rows <c>[rows, n]</c> brought to mean 0 and variance 1, scaled and shifted, in one pass; the definition is the composite of moments and products.</summary>
/// <remarks>
/// y = x̂·γ + β with x̂ = (x − mean)·s, s = 1/√(variance + ε). With g = dy·γ: ∂L/∂x = s·(g − mean g − x̂·mean(g·x̂)), ∂L/∂γ = Σ dy·x̂ and
/// ∂L/∂β = Σ dy over the rows. Where the mean is not taken (root mean square), mean and mean g are left out.
/// </remarks>
public sealed class Standardize : Operation
{
    readonly double epsilon;
    readonly bool centred;
    Tensor? means;
    Tensor? scales;
    JointGradients ready;

    internal Standardize(double epsilon, bool centred) => (this.epsilon, this.centred) = (epsilon, centred);

    internal Tensor Of(Tensor x, Tensor? weight, Tensor? bias) => weight is null ? Apply(x) : bias is null ? Apply(x, weight) : Apply(x, weight, bias);

    /// <inheritdoc/>
    protected override Saves Saves => Saves.Inputs;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0], y = Tensor.Allocate(x.Shape, x.DType);
        (means, scales) = (Tensor.Allocate([x.Shape[0]], x.DType), Tensor.Allocate([x.Shape[0]], x.DType));
        Backend.Current.Standardize(x, inputs.Length > 1 ? inputs[1] : null, inputs.Length > 2 ? inputs[2] : null, epsilon, centred, y, means, scales);
        return y;
    }

    /// <inheritdoc/>
    public override Tensor Vjp(int input, Tensor dy)
    {
        if (NoGrad.IsRecording) return Recorded(input, dy);
        if (!ready.Holds(input, dy)) ready = Together(dy, input);
        return ready.Take(input);
    }

    JointGradients Together(Tensor dy, int input)
    {
        Tensor x = SavedInput(0);
        Tensor? For(int i) => i == input || (i < InputCount && Input(i) is not null) ? Tensor.Allocate(i == 0 ? x.Shape : [x.Shape[1]], x.DType) : null;
        Tensor? dx = For(0), dweight = For(1), dbias = For(2);
        Backend.Current.StandardizeBackward(x, InputCount > 1 ? SavedInput(1) : null, centred, means!, scales!, dy, dx, dweight, dbias);
        return new(dy, dx, dweight, dbias);
    }

    Tensor Recorded(int input, Tensor dy)
    {
        if (input == 2) return dy.Sum(0);
        Tensor x = SavedInput(0), distance = centred ? x - x.Mean(1, keepAxes: true) : x;
        Tensor s = (distance.Square().Mean(1, keepAxes: true) + epsilon).Rsqrt(), standard = distance * s;
        if (input == 1) return (dy * standard).Sum(0);
        Tensor g = InputCount > 1 ? dy * SavedInput(1) : dy;
        Tensor sideways = g - standard * (g * standard).Mean(1, keepAxes: true);
        return s * (centred ? sideways - g.Mean(1, keepAxes: true) : sideways);
    }
}
