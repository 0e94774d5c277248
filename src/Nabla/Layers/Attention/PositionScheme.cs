namespace Nabla.Layers;

/// <summary>How a model of sequences tells places apart.</summary>
public enum PositionScheme
{
    /// <summary>A trained vector for each place is added: <see cref="LearnedPositions"/>.</summary>
    Learned,

    /// <summary>Waves of many lengths are added: <see cref="SinusoidalEncoding"/>.</summary>
    Sinusoidal,

    /// <summary>Queries and keys are turned by their places: <see cref="RotaryEmbedding"/>.</summary>
    Rotary,

    /// <summary>Scores fall with the distance, by a slope for each head: ALiBi.</summary>
    Alibi,

    /// <summary>By nothing but what a causal attention sees.</summary>
    None,
}
