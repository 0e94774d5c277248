namespace Nabla;

/// <summary>What a computation used up or changed in place, as it was before: random streams and buffers; and the vertices that it made.</summary>
internal sealed class Replay(Replay? outer)
{
    readonly Dictionary<RandomStream, ulong> streams = new(ReferenceEqualityComparer.Instance);
    readonly Dictionary<Tensor, Storage> buffers = new(ReferenceEqualityComparer.Instance);

    /// <summary>The vertices that were made meanwhile; forgotten once they were looked at.</summary>
    public HashSet<Node>? Born { get; set; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>Notes where a stream stands, before its first number is drawn.</summary>
    public void Note(RandomStream stream)
    {
        streams.TryAdd(stream, stream.Position);
        outer?.Note(stream);
    }

    /// <summary>Notes a buffer's value, before its first change.</summary>
    public void Note(Tensor buffer)
    {
        if (!buffers.ContainsKey(buffer)) buffers.Add(buffer, Copy(buffer.Storage, buffer));
        outer?.Note(buffer);
    }

    /// <summary>Notes a vertex.</summary>
    public void Note(Node node)
    {
        Born?.Add(node);
        outer?.Note(node);
    }

    /// <summary>Notes on this thread what a function does.</summary>
    public static (Tensor Value, Replay Replay) Of(Func<Tensor, Tensor> function, Tensor x)
    {
        ThreadWatch watch = ThreadWatch.Open();
        Replay? before = watch.Replay;
        var replay = new Replay(before);
        try
        {
            watch.Replay = replay;
            return (function(x), replay);
        }
        finally
        {
            watch.Replay = before;
            watch.Close();
        }
    }

    /// <summary>Puts streams and buffers back to where they were, as if nothing had been computed.</summary>
    public void PutBack()
    {
        foreach ((RandomStream stream, ulong position) in streams) stream.Position = position;
        foreach ((Tensor buffer, Storage value) in buffers) buffer.Exchange(value);
    }

    /// <summary>Computes a function once more from what was noted; streams, buffers and their versions are afterwards what they are now.</summary>
    public Tensor Again(Func<Tensor, Tensor> function, Tensor x)
    {
        ThreadWatch watch = ThreadWatch.Open();
        Replay? noting = watch.Replay;
        watch.Replay = null;
        (RandomStream Stream, ulong Position)[] positions = [.. streams.Keys.Select(s => (s, s.Position))];
        (Tensor Buffer, Storage Storage)[] values = [.. buffers.Keys.Select(b => (b, b.Storage))];
        try
        {
            foreach ((RandomStream stream, ulong position) in streams) stream.Position = position;
            foreach ((Tensor buffer, Storage value) in buffers) buffer.Exchange(Copy(value, buffer));
            return function(x);
        }
        finally
        {
            foreach ((RandomStream stream, ulong position) in positions) stream.Position = position;
            foreach ((Tensor buffer, Storage storage) in values) buffer.Exchange(storage);
            watch.Replay = noting;
            watch.Close();
        }
    }

    /// <summary>The same value and version in memory that no step takes back.</summary>
    static Storage Copy(Storage storage, Tensor like)
    {
        Storage copy = Tensor.OwnStorage(new Tensor(storage, like.DType, like.Shape));
        copy.CountFrom(storage);
        return copy;
    }
}
