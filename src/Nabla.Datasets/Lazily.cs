namespace Nabla.Data;

/// <summary>A value made at first use, once, whichever thread asks first.</summary>
/// <remarks>Unlike <see cref="Lazy{T}"/> a failure is not remembered: files that were missing may be there next time.</remarks>
sealed class Lazily<T>(Func<T> make) where T : class
{
    readonly Lock gate = new();
    volatile T? value;

    public T Value
    {
        get
        {
            if (value is { } made)
                return made;
            lock (gate)
                return value ??= make();
        }
    }
}
