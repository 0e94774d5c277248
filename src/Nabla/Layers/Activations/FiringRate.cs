using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>How often a leaky integrate-and-fire neuron fires at a constant current, element by element.</summary>
/// <remarks>y = (τ·ln((E + RI − V_reset)/(E + RI − V_th)))⁻¹ above threshold, 0 at and below it. The slope is infinite at the threshold from above.</remarks>
public sealed class FiringRate : Activation
{
    /// <summary>The layer.</summary>
    /// <param name="tau">The membrane's time constant τ, 1 by default; seconds give a rate in hertz.</param>
    /// <param name="resistance">The membrane's resistance R, 1 by default.</param>
    /// <param name="rest">The resting potential E, 0 by default.</param>
    /// <param name="reset">The potential after a spike, V_reset, below the threshold; 0 by default.</param>
    /// <param name="threshold">The potential at which it fires, V_th; 1 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">τ is not positive, or the threshold is not above the reset.</exception>
    public FiringRate(double tau = 1, double resistance = 1, double rest = 0, double reset = 0, double threshold = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tau);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(threshold, reset);
        (Tau, Resistance, Rest, Reset, Threshold) = (tau, resistance, rest, reset, threshold);
    }

    /// <summary>The membrane's time constant τ.</summary>
    public double Tau { get; }

    /// <summary>The membrane's resistance R.</summary>
    public double Resistance { get; }

    /// <summary>The resting potential E.</summary>
    public double Rest { get; }

    /// <summary>The potential after a spike.</summary>
    public double Reset { get; }

    /// <summary>The potential at which it fires.</summary>
    public double Threshold { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.FiringRate(Tau, Resistance, Rest, Reset, Threshold);

    internal static IEnumerable<Sample> Samples(RandomStream random) => [new FiringRate(0.5).At(random.Uniform([5], 1.2, 3, DType.Float64))];
}
