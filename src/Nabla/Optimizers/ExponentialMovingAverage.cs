using Nabla.Layers;
using static System.FormattableString;

namespace Nabla.Optimizers;

/// <summary>An average of the weights that forgets exponentially: average ← decay·average + (1 − decay)·weights, after each step.</summary>
/// <remarks>
/// The first update takes the weights themselves, as PyTorch's AveragedModel does. Bias-corrected the share of the weights is
/// (1 − decay)/(1 − decayᵗ) at update t. B. Polyak, A. Juditsky, "Acceleration of stochastic approximation by averaging", 1992.
/// </remarks>
public sealed class ExponentialMovingAverage : WeightAverage
{
    /// <summary>An average.</summary>
    /// <param name="model">Whose weights are averaged.</param>
    /// <param name="decay">How much of the average each update keeps, 0 to below 1; 0.999 by default.</param>
    /// <param name="start">How the first updates are treated; <see cref="AverageStart.FirstWeights"/> by default.</param>
    /// <param name="buffers">Whether floating-point buffers (running statistics) are averaged too, instead of taken as they are; no by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The decay is outside its range.</exception>
    public ExponentialMovingAverage(Module model, double decay = 0.999, AverageStart start = AverageStart.FirstWeights, bool buffers = false) : base(model, buffers)
    {
        if (!(decay is >= 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(decay), decay, Invariant($"ExponentialMovingAverage: cannot use the decay {decay}: it is from 0 to below 1."));
        if (!Enum.IsDefined(start)) throw new ArgumentOutOfRangeException(nameof(start), start, $"ExponentialMovingAverage: cannot start by {start:D}: it is FirstWeights, BiasCorrected or GrowingDecay.");
        (Decay, Start) = (decay, start);
    }

    /// <summary>How much of the average each update keeps.</summary>
    public double Decay { get; }

    /// <summary>How the first updates are treated.</summary>
    public AverageStart Start { get; }

    private protected override double Share(long updates) => Start switch
    {
        AverageStart.BiasCorrected => (1 - Decay) / (1 - Math.Pow(Decay, updates + 1)),
        AverageStart.GrowingDecay => 1 - Math.Min(Decay, (1.0 + updates) / (10.0 + updates)),
        _ => 1 - Decay,
    };

    internal override void AfterStep() => Update();
}
