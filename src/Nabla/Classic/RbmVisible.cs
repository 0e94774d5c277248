namespace Nabla.Classic;

/// <summary>What the visible units of a restricted Boltzmann machine are.</summary>
public enum RbmVisible
{
    /// <summary>0 or 1; inputs from 0 to 1 are taken as probabilities.</summary>
    Bernoulli,

    /// <summary>Normally distributed numbers of deviation 1: standardise the data. Takes learning rates some ten to a hundred times smaller.</summary>
    Gaussian,
}
