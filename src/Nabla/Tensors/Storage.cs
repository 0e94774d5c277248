using System.Diagnostics;

namespace Nabla;

/// <summary>The memory of one or more tensors: a plain array that the collector owns, or that a step scope lends.</summary>
[DebuggerDisplay("{Length} × {ElementType.Name}, version {Version}")]
internal abstract class Storage
{
    // Each thread counts within a stretch of its own, so that another thread's memory is never taken for fresh.
    const int StretchBits = 42;

    static long stretches;

    [ThreadStatic]
    static long clock;

    readonly long birth;

    protected Storage(int length)
    {
        Length = length;
        if (clock == 0) clock = Interlocked.Increment(ref stretches) << StretchBits;
        birth = ++clock;
    }

    /// <summary>Elements in use; the array may be longer.</summary>
    public int Length { get; }

    /// <summary>Counts the changes in place, so that a value changed since it was saved is noticed.</summary>
    public int Version { get; private set; }

    /// <summary>The scope that lent the array, if one did.</summary>
    public StepScope? Lender { get; set; }

    /// <summary>Whether the array outlives its step.</summary>
    public bool Kept { get; set; }

    /// <summary>Whether a leaf's gradient is in it: the array outlives its step, until the gradient is cleared.</summary>
    public bool IsGradient { get; set; }

    public abstract Type ElementType { get; }

    public abstract bool IsReleased { get; }

    /// <summary>The size of the array; 0 once it was given back.</summary>
    public abstract long Bytes { get; }

    /// <summary>The latest moment of allocation on this thread: whoever notes it can tell fresh memory from shared.</summary>
    public static long Now => clock;

    /// <summary>Whether this thread allocated the memory after a moment that it noted.</summary>
    public bool IsBornSince(long moment) => birth > moment && birth <= clock;

    /// <summary>Notes a change in place.</summary>
    public void Touch() => Version++;

    /// <summary>Takes over the count of memory that this one replaces, and notes the change.</summary>
    public void Replace(Storage old)
    {
        old.Touch();
        Version = old.Version;
    }

    /// <summary>Goes on counting changes where a copy's original stands.</summary>
    public void CountFrom(Storage original) => Version = original.Version;

    /// <summary>Gives the array back to the scope that lent it; whoever uses the tensor afterwards gets an error.</summary>
    public abstract void GiveBack();

    public static Storage Allocate(DType type, long count) => type switch
    {
        DType.Float32 => Storage<float>.Allocate(count),
        DType.Float64 => Storage<double>.Allocate(count),
        DType.Int64 => Storage<long>.Allocate(count),
        DType.Int32 => Storage<int>.Allocate(count),
        DType.UInt8 => Storage<byte>.Allocate(count),
        _ => Storage<bool>.Allocate(count),
    };
}

/// <inheritdoc/>
internal sealed class Storage<T> : Storage where T : unmanaged
{
    T[]? array;

    public Storage(T[] array, int length) : base(length) => this.array = array;

    /// <summary>The memory, or null once it was given back.</summary>
    public T[]? Array => array;

    public override Type ElementType => typeof(T);

    public override bool IsReleased => array is null;

    public override long Bytes => array is null ? 0 : Buffer.ByteLength(array);

    /// <summary>Uninitialised memory for <paramref name="count"/> elements, from the thread's step scope where there is one.</summary>
    public static Storage<T> Allocate(long count)
    {
        if (count > System.Array.MaxLength)
            throw new ShapeException($"Tensor: cannot hold {count} elements: at most {System.Array.MaxLength} fit one tensor.");
        return StepScope.Current is { } scope ? scope.Lend<T>((int)count) : new(GC.AllocateUninitializedArray<T>((int)count), (int)count);
    }

    public override void GiveBack()
    {
        if (array is { } given && Lender is { } lender)
        {
            array = null;
            lender.TakeBack(given);
        }
    }
}
