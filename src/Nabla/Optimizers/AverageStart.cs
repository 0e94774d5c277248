namespace Nabla.Optimizers;

/// <summary>How an <see cref="ExponentialMovingAverage"/> treats its first updates, when it has seen little.</summary>
public enum AverageStart
{
    /// <summary>It starts at the first weights, which then fade with the decay.</summary>
    FirstWeights,

    /// <summary>It starts at 0 and is divided by 1 − decayᵗ, as Adam's moments are: the first weights count like all others.</summary>
    BiasCorrected,

    /// <summary>The decay grows: min(decay, (1 + n)/(10 + n)) at the update after n others, as TensorFlow has it.</summary>
    GrowingDecay,
}
