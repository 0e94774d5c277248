using Nabla.Backends;
using Nabla.Numbers;

namespace Nabla.Operations;

/// <summary>The last axes brought to mean 0 and variance 1, scaled and shifted, in one pass; the definition is the composite of moments and products.</summary>
/// <remarks>
/// Leading axes are rows. y = x̂·γ + β with x̂ = (x − mean)·s, s = 1/√(variance + ε). With g = dy·γ: ∂L/∂x = s·(g − mean g − x̂·mean(g·x̂)), ∂L/∂γ = Σ dy·x̂ and
/// ∂L/∂β = Σ dy over the rows. Where the mean is not taken (root mean square), mean and mean g are left out.
/// </remarks>
public sealed class Standardize : Operation
{
    readonly int size;
    readonly double epsilon;
    readonly bool centred;
    Tensor? moments;
    JointGradients? ready;

    /// <summary>The operation.</summary>
    /// <param name="size">The elements of a row: of the last axes together.</param>
    /// <param name="epsilon">ε.</param>
    /// <param name="centred">Whether the mean is taken.</param>
    internal Standardize(int size, double epsilon, bool centred) => (this.size, this.epsilon, this.centred) = (size, epsilon, centred);

    internal Tensor Of(Tensor x, Tensor? weight, Tensor? bias) => weight is null ? Apply(x) : bias is null ? Apply(x, weight) : Apply(x, weight, bias);

    /// <inheritdoc/>
    protected override Saves Saves => Saves.Inputs;

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor x = inputs[0], y = Tensor.Allocate(x.Shape, x.DType);
        moments = Tensor.Allocate([2, (int)(x.ElementCount / size)], x.DType);
        Backend.Current.Standardize(x, inputs.Length > 1 ? inputs[1] : null, inputs.Length > 2 ? inputs[2] : null, epsilon, centred, y, moments);
        return y;
    }

    /// <inheritdoc/>
    public override Tensor Vjp(int input, Tensor dy)
    {
        if (NoGrad.IsRecording) return Recorded(input, Rows(dy)).Reshape(InputShape(input));
        return (JointGradients.Kept(ref ready, input, dy) ?? Together(dy, input)).Take(input, ref ready);
    }

    JointGradients Together(Tensor dy, int input)
    {
        Tensor x = SavedInput(0);
        Tensor? dx = For(0, input, x), dweight = For(1, input, x), dbias = For(2, input, x);
        Backend.Current.StandardizeBackward(x, InputCount > 1 ? SavedInput(1) : null, centred, moments!, dy, dx, dweight, dbias);
        return new(dy, dx, dweight, dbias);
    }

    Tensor? For(int i, int input, Tensor x) => i == input || (i < InputCount && Input(i) is not null) ? Tensor.Allocate(InputShape(i), x.DType) : null;

    Tensor Recorded(int input, Tensor dy)
    {
        if (input == 2) return dy.Sum(0);
        Tensor x = Rows(SavedInput(0)), distance = centred ? x - x.Mean(1, keepAxes: true) : x;
        Tensor s = (distance.Square().Mean(1, keepAxes: true) + epsilon).Rsqrt(), standard = distance * s;
        if (input == 1) return (dy * standard).Sum(0);
        Tensor g = InputCount > 1 ? dy * SavedInput(1).Reshape([size]) : dy;
        Tensor sideways = g - standard * (g * standard).Mean(1, keepAxes: true);
        return s * (centred ? sideways - g.Mean(1, keepAxes: true) : sideways);
    }

    Tensor Rows(Tensor x) => x.Reshape([(int)(x.ElementCount / size), size]);
}
