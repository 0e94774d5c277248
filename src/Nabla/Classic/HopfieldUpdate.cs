namespace Nabla.Classic;

/// <summary>In which order the units of a Hopfield network change.</summary>
public enum HopfieldUpdate
{
    /// <summary>One after another, in a random order drawn anew each sweep: the energy never rises, and a fixed point is reached.</summary>
    Asynchronous,

    /// <summary>All at once: ends in a fixed point or swings between two states.</summary>
    Synchronous,
}
