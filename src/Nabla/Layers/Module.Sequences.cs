namespace Nabla.Layers;

/// <summary>Sequences computed place by place.</summary>
public abstract partial class Module
{
    /// <summary>Begins a sequence whose places are computed as they come, each once.</summary>
    /// <param name="capacity">The most places the sequence will have, ≥ 1.</param>
    /// <returns>
    /// A function from the next places, <c>[N, places, …]</c>, to their outputs, which remembers what it needs of them; null, the default,
    /// where the layer cannot: where a place depends on later ones, or nobody wrote how. It belongs to one sequence, or one batch of
    /// them, and to one thread, and is for inference: in evaluation mode, without a graph.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacity"/> is below 1.</exception>
    /// <remarks>
    /// The outputs are those of <see cref="Forward"/> on the whole sequence, up to rounding. A layer that looks at each place alone
    /// returns <see cref="Call"/>; recurrent layers keep their state, attention its keys and values.
    /// </remarks>
    public virtual Func<Tensor, Tensor>? BeginSequence(int capacity) => null;
}
