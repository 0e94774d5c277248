namespace Nabla.Diagnostics;

/// <summary>What a gradient check found for one operation, loss or layer, over all its cases.</summary>
/// <param name="Name">The operation's, loss's or layer's name.</param>
/// <param name="Kind">Which of the three it is.</param>
/// <param name="Order1Error">The largest error of a gradient, relative above 1; infinite where a derivative is NaN.</param>
/// <param name="Order2Error">The largest error of a gradient's gradient.</param>
/// <param name="ForwardModeError">The largest error of a Jacobian–vector product.</param>
/// <param name="Cases">How many applications were checked: shapes, memory orders, arguments.</param>
/// <param name="Vanishes">Whether some input's gradient was 0 in every element of every case though the definition does not say so: nothing was checked there.</param>
public sealed record GradientCheckReport(
    string Name,
    GradientCheckKind Kind,
    double Order1Error,
    double Order2Error,
    double ForwardModeError,
    int Cases,
    bool Vanishes)
{
    /// <summary>Whether every error is at most <see cref="GradientCheck.DefaultTolerance"/> and no gradient vanishes that should not.</summary>
    public bool Passed => !Vanishes && Cases > 0
        && Order1Error <= GradientCheck.DefaultTolerance && Order2Error <= GradientCheck.DefaultTolerance && ForwardModeError <= GradientCheck.DefaultTolerance;
}

/// <summary>What a gradient check was made of.</summary>
public enum GradientCheckKind
{
    /// <summary>An operation on tensors.</summary>
    Operation,

    /// <summary>A loss.</summary>
    Loss,

    /// <summary>A layer.</summary>
    Layer,
}
