namespace Nabla.Diagnostics;

/// <summary>A way to find derivatives.</summary>
public enum ExplanationMode
{
    /// <summary>Backpropagation: one pass back over the graph gives the derivative by every name.</summary>
    Reverse,

    /// <summary>Tangents carried forward: one pass for each name.</summary>
    Forward,

    /// <summary>The sum, over every path from a name to the result, of the product of the derivatives along it.</summary>
    Paths,

    /// <summary>Difference quotients.</summary>
    Numeric,

    /// <summary>The expression of the derivative, then its value.</summary>
    Symbolic,
}
