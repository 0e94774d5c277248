namespace Nabla.Layers;

/// <summary>What a plain recurrent network applies to its sums.</summary>
public enum RnnNonlinearity
{
    /// <summary>The hyperbolic tangent.</summary>
    Tanh,

    /// <summary>max(·, 0).</summary>
    Relu,
}
