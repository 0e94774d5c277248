using System.Diagnostics;

namespace Nabla;

/// <summary>What there is to know of an array that is shared by views, changed in place, or lent by a step scope.</summary>
/// <remarks>Other tensors, the small results on the way above all, are content with the array.</remarks>
[DebuggerDisplay("{Length} × {ElementType.Name}, version {Version}")]
internal abstract class Storage
{
    const long TakenBack = -1;

    DeferredReaders? readers;

    /// <summary>What a tensor looks at whose own array went to somebody else: a lending that is not its own.</summary>
    public static Storage Released { get; } = new Storage<byte>([]) { Lease = TakenBack };

    /// <summary>Counts the changes in place, so that a value changed since it was saved is noticed.</summary>
    public int Version { get; private set; }

    /// <summary>The scope that lends the memory; null where the collector owns it.</summary>
    public StepScope? Lender { get; private set; }

    /// <summary>The birth of the tensor that the memory was lent to last, below 0 when it was taken back; 0 where it was never lent.</summary>
    /// <remarks>It tells one lending from another, and when it was asked for: before it was made where the elements were put off.</remarks>
    public long Lease { get; private set; }

    /// <summary>Whether a leaf's gradient is in it: it outlives its step, until the gradient is cleared.</summary>
    public bool IsGradient { get; set; }

    public abstract Type ElementType { get; }

    /// <summary>The length of the array; it may be longer than what is in use.</summary>
    public abstract int Length { get; }

    /// <summary>The size of the array.</summary>
    public abstract int Bytes { get; }

    /// <summary>The storage of an array that the collector owns.</summary>
    public static Storage Over(Array array, DType type) => type switch
    {
        DType.Float32 => new Storage<float>((float[])array),
        DType.Float64 => new Storage<double>((double[])array),
        DType.Int64 => new Storage<long>((long[])array),
        DType.Int32 => new Storage<int>((int[])array),
        DType.UInt8 => new Storage<byte>((byte[])array),
        _ => new Storage<bool>((bool[])array),
    };

    /// <summary>Tensors that will be computed from the elements as they are now.</summary>
    public DeferredReaders Readers
    {
        get
        {
            if (readers is null) Interlocked.CompareExchange(ref readers, new(), null);
            return readers;
        }
        set => readers = value;
    }

    /// <summary>Whether a tensor will be computed from the elements as they are now.</summary>
    public bool IsAwaited => readers is { AnyWaits: true };

    /// <summary>Called before the elements change in place: what is still to be computed from them reads a copy instead.</summary>
    public void BeforeChange()
    {
        if (TakeWaiting() is { } waiting) ReadInstead(waiting, CopyFor(waiting));
    }

    /// <summary>Called before a tensor looks at other memory: what is still to be computed from it goes on reading this one.</summary>
    public void BeforeExchange()
    {
        if (TakeWaiting() is { } waiting) ReadInstead(waiting, this);
    }

    IReadOnlyList<Tensor>? TakeWaiting() => readers?.TakeWaiting() is { Count: > 0 } waiting ? waiting : null;

    void ReadInstead(IReadOnlyList<Tensor> waiting, Storage other)
    {
        foreach (Tensor y in waiting)
        {
            y.ReadInstead(this, other);
            other.Readers.Add(new(y)); // it may change in its turn: a buffer that was exchanged comes back
        }
    }

    Storage CopyFor(IReadOnlyList<Tensor> waiting)
    {
        Storage copy = Copy(Deferred.CommonLender(waiting));
        if (copy.Lender is not null) copy.Lease = waiting.Min(y => y.Birth); // it has to last as long as the first of them, which may have been put off long ago
        return copy;
    }

    private protected abstract Storage Copy(StepScope? lender);

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

    /// <summary>Whether the memory was taken back from a tensor of that birth.</summary>
    public bool IsLostTo(long birth) => Lease != birth && Lease != 0;

    /// <summary>Begins a lending to the tensor that is made for the memory now; it and its views count changes from 0, as those do whose elements are still to be computed.</summary>
    public void Lend(StepScope lender)
    {
        Lender = lender;
        Lease = BirthClock.Tick();
        Version = 0;
    }

    /// <summary>Goes on with the lending to a tensor, if there is one, for another tensor.</summary>
    public void PassOn(long birth, long other)
    {
        if (Lease == birth) Lease = other;
    }

    /// <summary>Hands the memory to the collector for good, if it was lent.</summary>
    public void Keep()
    {
        Lender?.LetGo(this);
        Lender = null;
    }

    /// <summary>Ends the lending together with the step that is open, since something is still to be computed from the memory in it.</summary>
    public void GiveBackWithStep()
    {
        if (Lender is not { IsOpenHere: true }) Keep();
        else if (IsGradient) Lender.TakeBackWithStep(this);
        IsGradient = false;
    }

    /// <summary>Ends the lending, if one is under way; whoever uses one of its tensors afterwards gets an error.</summary>
    public void GiveBack()
    {
        if (Lender is null || Lease == TakenBack) return;
        Lease = TakenBack;
        IsGradient = false;
        Lender.TakeBack(this);
    }
}

/// <inheritdoc/>
internal sealed class Storage<T>(T[] array) : Storage where T : unmanaged
{
    public T[] Array => array;

    public override Type ElementType => typeof(T);

    public override int Length => array.Length;

    public override int Bytes => Buffer.ByteLength(array);

    private protected override Storage Copy(StepScope? lender)
    {
        if (lender is null) return new Storage<T>((T[])array.Clone());
        Storage<T> copy = lender.Lend<T>(array.Length);
        array.CopyTo(copy.Array, 0);
        return copy;
    }
}
