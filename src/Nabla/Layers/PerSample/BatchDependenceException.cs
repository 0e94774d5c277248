namespace Nabla.Layers;

/// <summary>Something that has no gradient of each example on its own, because the examples of a batch do not stand side by side in it.</summary>
public sealed class BatchDependenceException : NablaException
{
    /// <summary>An error about a layer.</summary>
    /// <param name="message">The message, in the form that <see cref="NablaException"/> states.</param>
    /// <param name="layer">The layer's path and kind, or null where none is known.</param>
    public BatchDependenceException(string message, string? layer = null) : base(message) => Layer = layer;
}
