namespace Nabla.Backends.Cpu;

/// <summary>Remembers the results of a function whose arguments repeat in every step.</summary>
/// <remarks>
/// A table of so many places, where a newcomer takes the place of another one. Results are never changed, and a reference is read and written
/// as a whole, so threads need no lock.
/// </remarks>
internal sealed class Memo<TKey, TValue>(Func<TKey, TValue> function) where TKey : struct, IEquatable<TKey>
{
    const int Places = 64;

    readonly Entry?[] entries = new Entry?[Places];

    public TValue this[in TKey key]
    {
        get
        {
            ref Entry? place = ref entries[(uint)key.GetHashCode() % Places];
            Entry? known = place;
            if (known is null || !known.Key.Equals(key)) place = known = new(key, function(key));
            return known.Value;
        }
    }

    sealed class Entry(TKey key, TValue value)
    {
        public readonly TKey Key = key;
        public readonly TValue Value = value;
    }
}
