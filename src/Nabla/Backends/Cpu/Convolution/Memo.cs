using System.Collections.Concurrent;

namespace Nabla.Backends.Cpu;

/// <summary>Remembers the results of a function whose arguments repeat in every step; results are never changed.</summary>
internal sealed class Memo<TKey, TValue>(Func<TKey, TValue> function) where TKey : struct, IEquatable<TKey>
{
    const int Most = 256;

    readonly ConcurrentDictionary<TKey, TValue> known = [];

    public TValue this[in TKey key]
    {
        get
        {
            if (known.TryGetValue(key, out TValue? value)) return value;
            if (known.Count >= Most) known.Clear();
            return known.GetOrAdd(key, function);
        }
    }
}
