namespace Nabla.Layers;

/// <summary>Functions in the order in which they were added. A change makes a new array: what runs goes on with those it began with.</summary>
internal sealed class HookList<T> where T : Delegate
{
    Entry[] entries = [];

    public bool IsEmpty => entries.Length == 0;

    /// <summary>The functions, as they are now.</summary>
    public ReadOnlySpan<Entry> Entries => entries;

    /// <summary>Appends a function; disposing the result removes this one entry, once.</summary>
    public IDisposable Add(T hook)
    {
        ArgumentNullException.ThrowIfNull(hook);
        var entry = new Entry(this, hook);
        entries = [.. entries, entry];
        return entry;
    }

    public sealed class Entry(HookList<T> list, T hook) : IDisposable
    {
        public T Hook => hook;

        public void Dispose() => list.entries = Array.FindAll(list.entries, e => !ReferenceEquals(e, this));
    }
}
