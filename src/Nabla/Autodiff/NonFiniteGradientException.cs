namespace Nabla;

/// <summary>The norm of the gradients is infinite or not a number: they can't be clipped.</summary>
public sealed class NonFiniteGradientException : NablaException
{
    /// <summary>An error about a norm.</summary>
    /// <param name="norm">The norm.</param>
    public NonFiniteGradientException(double norm) : base(
        FormattableString.Invariant($"Gradient.ClipNorm: cannot clip gradients of norm {norm}: it is not finite. Try a smaller learning rate, and look for such values in the data.")) =>
        Norm = norm;

    /// <summary>The norm.</summary>
    public double Norm { get; }
}
