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

    long birth;

    protected Storage() => birth = Tick();

    /// <summary>Counts the changes in place, so that a value changed since it was saved is noticed.</summary>
    public int Version { get; private set; }

    /// <summary>The scope that lends the memory; null where the collector owns it.</summary>
    public StepScope? Lender { get; private set; }

    /// <summary>Which lending the memory is in, odd while it is lent: a tensor of an earlier one has lost it.</summary>
    public int Lease { get; private set; }

    /// <summary>Whether a leaf's gradient is in it: it outlives its step, until the gradient is cleared.</summary>
    public bool IsGradient { get; set; }

    public abstract Type ElementType { get; }

    /// <summary>The length of the array; it may be longer than what is in use.</summary>
    public abstract int Length { get; }

    /// <summary>The size of the array.</summary>
    public abstract int Bytes { get; }

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

    /// <summary>Begins a lending: to whoever gets it, the memory is fresh.</summary>
    public void Lend(StepScope lender)
    {
        Lender = lender;
        Lease++;
        birth = Tick();
    }

    /// <summary>Hands the memory to the collector for good, if it was lent.</summary>
    public void Keep()
    {
        Lender?.LetGo(this);
        Lender = null;
    }

    /// <summary>Ends the lending, if one is under way; whoever uses one of its tensors afterwards gets an error.</summary>
    public void GiveBack()
    {
        if (Lender is null || int.IsEvenInteger(Lease)) return;
        Lease++;
        IsGradient = false;
        Lender.TakeBack(this);
    }

    static long Tick()
    {
        if (clock == 0) clock = Interlocked.Increment(ref stretches) << StretchBits;
        return ++clock;
    }

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
internal sealed class Storage<T>(T[] array) : Storage where T : unmanaged
{
    public T[] Array => array;

    public override Type ElementType => typeof(T);

    public override int Length => array.Length;

    public override int Bytes => Buffer.ByteLength(array);

    /// <summary>Uninitialised memory for <paramref name="count"/> elements, from the thread's step scope where there is one.</summary>
    public static Storage<T> Allocate(long count)
    {
        if (count > System.Array.MaxLength)
            throw new ShapeException($"Tensor: cannot hold {count} elements: at most {System.Array.MaxLength} fit one tensor.");
        return StepScope.Current is { } scope ? scope.Lend<T>((int)count) : Own((int)count);
    }

    /// <summary>Uninitialised memory that the collector owns.</summary>
    public static Storage<T> Own(int count) => new(GC.AllocateUninitializedArray<T>(count));
}
