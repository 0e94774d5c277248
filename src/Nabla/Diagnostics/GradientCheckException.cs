namespace Nabla.Diagnostics;

/// <summary>A derivative that differs from the difference quotient.</summary>
public sealed class GradientCheckException : NablaException
{
    internal GradientCheckException(string message, string operation, Disagreement at) : base(message) =>
        (Operation, Order, Input, Element, Analytic, Numeric) = (operation, at.Order, at.Input, at.Element, at.Analytic, at.Numeric);

    /// <summary>What was checked.</summary>
    public string Operation { get; }

    /// <summary>1 for the gradient, 2 for the gradient's gradient, 0 for forward mode.</summary>
    public int Order { get; }

    /// <summary>The input, by position.</summary>
    public int Input { get; }

    /// <summary>The input's element, in row-major order; −1 where a whole direction is concerned.</summary>
    public long Element { get; }

    /// <summary>What differentiation gave.</summary>
    public double Analytic { get; }

    /// <summary>What the difference quotient gave.</summary>
    public double Numeric { get; }
}
