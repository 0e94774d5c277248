namespace Nabla.Operations;

/// <summary>The sizes of an attention, checked once at the public entry.</summary>
/// <param name="Batch">The leading axes, broadcast.</param>
/// <param name="Queries">T.</param>
/// <param name="Keys">S.</param>
/// <param name="Features">D.</param>
/// <param name="Values">Dv, the features of a value.</param>
internal readonly record struct AttentionShapes(Shape Batch, int Queries, int Keys, int Features, int Values)
{
    /// <summary>The result's shape, <c>[…, T, Dv]</c>.</summary>
    public Shape Output => Batch.Concat([Queries, Values]);

    /// <summary>The shape of the scores, <c>[…, T, S]</c>.</summary>
    public Shape Scores => Batch.Concat([Queries, Keys]);

    public static AttentionShapes Of(string operation, in Shape query, in Shape key, in Shape value, Tensor? mask)
    {
        if (query.Rank < 2 || key.Rank < 2 || value.Rank < 2)
            throw new ShapeException($"{operation}: cannot attend from {query} to {key} and {value}: […, T, D], […, S, D] and […, S, Dv] are expected.", query, key, value);
        if (query[^1] != key[^1])
            throw new ShapeException($"{operation}: cannot compare queries {query} with keys {key}: they have {query[^1]} and {key[^1]} features.", query, key);
        if (key[^2] != value[^2])
            throw new ShapeException($"{operation}: cannot pair keys {key} with values {value}: there are {key[^2]} keys and {value[^2]} values.", key, value);
        Shape batch = Shape.Broadcast(query.Slice(0, query.Rank - 2), key.Slice(0, key.Rank - 2), operation);
        batch = Shape.Broadcast(batch, value.Slice(0, value.Rank - 2), operation);
        AttentionShapes shapes = new(batch, query[^2], key[^2], query[^1], value[^1]);
        if (mask is null) return shapes;
        if (mask.DType != DType.Bool && !mask.DType.IsFloatingPoint)
            throw new DTypeException($"{operation}: cannot use a mask of {mask.DType.Name}: a mask is bool (true hides a key) or floating point (added to the scores).");
        if (!BroadcastsTo(mask.Shape, shapes.Scores))
            throw new ShapeException($"{operation}: cannot use a mask {mask.Shape} for {shapes.Queries} queries and {shapes.Keys} keys: it does not broadcast to {shapes.Scores}.", mask.Shape, shapes.Scores);
        return shapes;
    }

    static bool BroadcastsTo(in Shape mask, in Shape scores)
    {
        if (mask.Rank > scores.Rank) return false;
        for (int i = 1; i <= mask.Rank; i++)
            if (mask[^i] != 1 && mask[^i] != scores[^i]) return false;
        return true;
    }
}
