namespace Nabla;

/// <summary>In which direction a graph was being computed.</summary>
public enum AnomalyPass
{
    /// <summary>From inputs to values.</summary>
    Forward,

    /// <summary>From a value's gradient to those of what it was made of.</summary>
    Backward,
}

/// <summary>The first NaN or infinity that <see cref="AnomalyDetection"/> met.</summary>
/// <remarks><see cref="NablaException.Layer"/> names the layer whose formula has the operation; of a gradient, the layer that made the vertex.</remarks>
public sealed class AnomalyException : NablaException
{
    /// <summary>An error about a number that is not finite.</summary>
    /// <param name="message">The message, in the form that <see cref="NablaException"/> states.</param>
    /// <param name="operation">The operation.</param>
    /// <param name="pass">The direction.</param>
    /// <param name="shapes">The shapes of what went in, then of what came out.</param>
    /// <param name="index">The place of the first element that is not finite, a number an axis.</param>
    /// <param name="value">That element.</param>
    public AnomalyException(string message, string operation, AnomalyPass pass, IReadOnlyList<Shape> shapes, IReadOnlyList<int> index, double value) : base(message) =>
        (Operation, Pass, Shapes, Index, Value) = (operation, pass, shapes, index, value);

    /// <summary>The operation: <c>Log</c>.</summary>
    public string Operation { get; }

    /// <summary>Whether it is a value or a gradient.</summary>
    public AnomalyPass Pass { get; }

    /// <summary>Forward, the shapes of the operation's inputs and of its result; backward, of the gradient from above and of the one that it became.</summary>
    public IReadOnlyList<Shape> Shapes { get; }

    /// <summary>The place of the first element, in row-major order, that is not finite; a number an axis, of the last of <see cref="Shapes"/>.</summary>
    public IReadOnlyList<int> Index { get; }

    /// <summary>That element: NaN, ∞ or −∞.</summary>
    public double Value { get; }
}
