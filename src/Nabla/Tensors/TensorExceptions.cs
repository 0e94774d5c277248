namespace Nabla;

/// <summary>Shapes that do not fit an operation or each other.</summary>
public sealed class ShapeException : NablaException
{
    /// <summary>An error about shapes.</summary>
    /// <param name="message">The message, in the form that <see cref="NablaException"/> states.</param>
    /// <param name="shapes">The shapes concerned, in the order in which the message names them.</param>
    public ShapeException(string message, params IReadOnlyList<Shape> shapes) : base(message) => Shapes = shapes;

    /// <summary>The shapes concerned.</summary>
    public IReadOnlyList<Shape> Shapes { get; }
}

/// <summary>An element type that an operation does not take.</summary>
public sealed class DTypeException : NablaException
{
    /// <summary>An error about element types.</summary>
    public DTypeException(string message) : base(message)
    {
    }
}

/// <summary>An index outside its axis.</summary>
public sealed class IndexException : NablaException
{
    /// <summary>An error about an index.</summary>
    /// <param name="message">The message.</param>
    /// <param name="index">The index given.</param>
    /// <param name="size">The size of what it indexes.</param>
    public IndexException(string message, long index, long size) : base(message) => (Index, Size) = (index, size);

    /// <summary>The index given.</summary>
    public long Index { get; }

    /// <summary>The size of what it indexes.</summary>
    public long Size { get; }
}

/// <summary>A tensor whose memory a step scope took back was used.</summary>
public sealed class ReleasedTensorException : NablaException
{
    /// <summary>An error about a tensor that no longer has a value.</summary>
    public ReleasedTensorException(string message) : base(message)
    {
    }
}

/// <summary>A computational graph that cannot be differentiated: freed, changed since, or without a gradient to start from.</summary>
public sealed class GraphException : NablaException
{
    /// <summary>An error about a graph.</summary>
    public GraphException(string message) : base(message)
    {
    }
}
