namespace Nabla.Diagnostics;

/// <summary>How far derivatives lie from central differences: the largest |a − n| / max(1, |a|, |n|) over all elements.</summary>
/// <param name="Order1Error">Of the gradient. The quotient itself is off by about 1e-10 for smooth functions of moderate size.</param>
/// <param name="Order2Error">Of the gradient's gradient; 0 where only order 1 was asked for.</param>
/// <param name="ForwardModeError">Of Jacobian–vector products, against the gradient and against a difference along the direction.</param>
/// <param name="ZeroGradients">The inputs, by position, whose gradient is 0 in every element: expected of steps and constants only.</param>
public sealed record GradientErrors(double Order1Error, double Order2Error, double ForwardModeError, IReadOnlyList<int> ZeroGradients)
{
    /// <summary>The largest of the three errors.</summary>
    public double Largest => Math.Max(Math.Max(Order1Error, Order2Error), ForwardModeError);
}
