namespace Nabla.Classic;

/// <summary>How a Hopfield network stores patterns.</summary>
public enum HopfieldRule
{
    /// <summary>Hebb's: W = (1/n)·Σ ξξᵀ without its diagonal. Up to about 0.138·n random patterns are recalled.</summary>
    Hebbian,

    /// <summary>
    /// The pseudo-inverse, W = Ξ⁺Ξ without its diagonal: every pattern is a fixed point exactly while there are fewer than n that are linearly independent;
    /// those of close to n patterns attract almost nothing. L. Personnaz, I. Guyon, G. Dreyfus, 1985; I. Kanter, H. Sompolinsky, 1987.
    /// </summary>
    Projection,
}
