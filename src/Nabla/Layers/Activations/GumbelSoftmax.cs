using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>In training, a draw from the categories that logits describe, soft enough to be differentiated; in use softmax(x/τ), without chance.</summary>
/// <remarks>y = softmax((x + g)/τ) with g = −ln(−ln u), u even in (0, 1). E. Jang, S. Gu, B. Poole, 2016, arXiv:1611.01144.</remarks>
public sealed class GumbelSoftmax : RandomActivation
{
    /// <summary>The layer.</summary>
    /// <param name="temperature">τ &gt; 0: small is nearly one-hot, large nearly even; 1 by default.</param>
    /// <param name="hard">Whether a draw's value is one-hot while the gradient is the soft one's; no by default.</param>
    /// <param name="axis">The axis of the categories, the last by default; negative counts from the back.</param>
    /// <exception cref="ArgumentOutOfRangeException">τ is not positive.</exception>
    public GumbelSoftmax(double temperature = 1, bool hard = false, int axis = -1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(temperature);
        (Temperature, Hard, Axis) = (temperature, hard, axis);
    }

    /// <summary>τ: small is nearly one-hot, large nearly even.</summary>
    public double Temperature { get; }

    /// <summary>Whether a draw's value is one-hot while the gradient is the soft one's.</summary>
    public bool Hard { get; }

    /// <summary>The axis of the categories.</summary>
    public int Axis { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => IsTraining
        ? x.GumbelSoftmax(Next("noise"), Temperature, Hard, Axis)
        : (x / Temperature).Softmax(Axis);

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        Tensor x = Sample.Point(random, [3, 4]);
        yield return new(nameof(GumbelSoftmax), t => new GumbelSoftmax(0.8).Forward(t[0]), x);
        var used = new GumbelSoftmax(0.8);
        used.Eval();
        yield return used.At(x);
    }
}
