namespace Nabla.Layers;

/// <summary>The keys and values of the places that an attention has seen, so that the next place is computed alone.</summary>
/// <remarks>
/// <para>A cache belongs to one attention layer and one batch of sequences. Memory for all places is taken at the first <see cref="Append"/>
/// and written in place after it, so a step costs what it adds. It is for inference: it refuses tensors that a graph is recorded of.</para>
/// <para>It is for one thread at a time; a model may be used with as many caches, on as many threads, as one likes.</para>
/// </remarks>
public sealed class KeyValueCache
{
    Tensor? keys;
    Tensor? values;

    /// <summary>An empty cache.</summary>
    /// <param name="capacity">For how many places there is room, ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The capacity is below 1.</exception>
    public KeyValueCache(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        Capacity = capacity;
    }

    /// <summary>For how many places there is room.</summary>
    public int Capacity { get; }

    /// <summary>How many places are there: the next one's number.</summary>
    public int Length { get; private set; }

    /// <summary>The keys so far, <c>[N, heads, length, features]</c>, or null before the first; a view that the next <see cref="Append"/> leaves as it is.</summary>
    public Tensor? Keys => keys?.Narrow(2, 0, Length);

    /// <summary>The values so far, <c>[N, heads, length, features]</c>, or null before the first.</summary>
    public Tensor? Values => values?.Narrow(2, 0, Length);

    /// <summary>Puts places behind those that are there.</summary>
    /// <param name="key">Their keys, <c>[N, heads, places, features]</c>.</param>
    /// <param name="value">Their values, <c>[N, heads, places, features]</c>.</param>
    /// <returns>All keys and values, the new ones included.</returns>
    /// <exception cref="ShapeException">There is no room, or the sizes are not those of the places before.</exception>
    /// <exception cref="DTypeException">The type is not that of the places before.</exception>
    /// <exception cref="GraphException">A graph is recorded of the key or the value.</exception>
    public (Tensor Keys, Tensor Values) Append(Tensor key, Tensor value)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(value);
        if (NoGrad.IsRecording && (key.RequiresGrad || value.RequiresGrad))
            throw new GraphException($"KeyValueCache: cannot append {key.Describe()}: a graph is recorded of it, and places are written over in place. Decode inside a NoGrad scope.");
        if (key.Rank != 4 || value.Rank != 4 || key.Shape.With(3, 1) != value.Shape.With(3, 1))
            throw new ShapeException($"KeyValueCache: cannot append keys {key.Shape} and values {value.Shape}: both are [N, heads, places, features], alike but for the features.", key.Shape, value.Shape);
        int places = key.Shape[2];
        if (places > Capacity - Length)
            throw new ShapeException($"KeyValueCache: cannot append {places} places to {Length}: there is room for {Capacity}. Reset it, or make it larger.", key.Shape);
        keys = Room(keys, key);
        values = Room(values, value);
        using var constant = new NoGrad();
        keys.Narrow(2, Length, places).Overwrite(key);
        values.Narrow(2, Length, places).Overwrite(value);
        Length += places;
        return (Keys!, Values!);
    }

    /// <summary>Forgets all places; the memory stays.</summary>
    public void Reset() => Length = 0;

    /// <summary>Memory for all places like these; what is there where it fits.</summary>
    Tensor Room(Tensor? memory, Tensor like)
    {
        Shape shape = like.Shape.With(2, Capacity);
        if (memory is not null && memory.Shape == shape && memory.DType == like.DType) return memory;
        if (Length == 0) return StepScope.Keep(Tensor.Allocate(shape, like.DType));
        if (memory!.DType != like.DType)
            throw new DTypeException($"KeyValueCache: cannot append {like.DType.Name} to {memory.DType.Name}: the places before have another type. Reset the cache.");
        throw new ShapeException($"KeyValueCache: cannot append {like.Shape} to {memory.Shape.With(2, Length)}: all places have the same sizes. Reset the cache for another batch.", like.Shape, memory.Shape);
    }
}
