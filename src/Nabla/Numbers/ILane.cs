namespace Nabla.Numbers;

/// <summary>A real number that is several elements of memory side by side: what kernels compute with.</summary>
/// <remarks>
/// A lane of one element (<c>Scalar</c>) runs the very same arithmetic as the wide ones, so an element's bits
/// do not depend on whether a loop's body or its tail computed it.
/// </remarks>
/// <typeparam name="V">The lane itself.</typeparam>
/// <typeparam name="T">The element.</typeparam>
internal interface ILane<V, T> : IReal<V>
    where V : struct, ILane<V, T>
    where T : unmanaged
{
    /// <summary>Elements in a lane.</summary>
    static abstract int Count { get; }

    /// <summary>All elements equal to <paramref name="value"/>.</summary>
    static abstract V Broadcast(T value);

    /// <summary>The elements that begin at <paramref name="source"/>; no alignment is asked for.</summary>
    static abstract V Load(ref readonly T source);

    /// <summary>Writes the elements from <paramref name="destination"/> on; no alignment is asked for.</summary>
    static abstract void Store(V value, ref T destination);
}
