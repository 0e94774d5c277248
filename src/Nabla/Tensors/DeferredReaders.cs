namespace Nabla;

/// <summary>The tensors whose elements will be computed from a memory as it is now.</summary>
/// <remarks>They are not kept alive: what nobody can read need not be computed.</remarks>
internal sealed class DeferredReaders
{
    readonly List<WeakReference<Tensor>> noted = [];
    int room = 8;

    /// <summary>Whether there is one that still has to be computed.</summary>
    public bool AnyWaits
    {
        get
        {
            lock (noted)
            {
                foreach (WeakReference<Tensor> reader in noted)
                    if (Waits(reader, out _)) return true;
                return false;
            }
        }
    }

    /// <summary>Notes a tensor. Those that are done with are forgotten whenever their number has doubled.</summary>
    public void Add(WeakReference<Tensor> reader)
    {
        lock (noted)
        {
            if (noted.Count >= room)
            {
                noted.RemoveAll(r => !Waits(r, out _));
                room = Math.Max(8, 2 * noted.Count);
            }
            noted.Add(reader);
        }
    }

    /// <summary>Forgets all, and hands out those that still have to be computed.</summary>
    public IReadOnlyList<Tensor> TakeWaiting()
    {
        lock (noted)
        {
            if (noted.Count == 0) return [];
            List<Tensor>? waiting = null;
            foreach (WeakReference<Tensor> reader in noted)
                if (Waits(reader, out Tensor? y)) (waiting ??= []).Add(y);
            noted.Clear();
            return waiting ?? (IReadOnlyList<Tensor>)[];
        }
    }

    static bool Waits(WeakReference<Tensor> reader, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Tensor? y) =>
        reader.TryGetTarget(out y) && y.Deferred is { IsReleased: false };
}
