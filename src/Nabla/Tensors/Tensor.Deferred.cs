namespace Nabla;

/// <summary>Elements that are computed when they are first read.</summary>
public partial class Tensor
{
    /// <summary>How the elements will be computed, or null where they are there.</summary>
    internal Deferred? Deferred => memory as Deferred;

    /// <summary>Whether the elements can be had as long as those of what this thread puts off now: only a step around that takes them back.</summary>
    internal bool Lasts => memory switch
    {
        Nabla.Deferred deferred => deferred.Lasts,
        Storage { Lender: { } lender } => lender.IsOpenHere,
        _ => true,
    };

    /// <summary>Computes the elements now where that was put off.</summary>
    internal void Settle()
    {
        if (memory is not Nabla.Deferred deferred) return;
        lock (deferred)
        {
            if (!ReferenceEquals(memory, deferred)) return;
            if (deferred.IsReleased) ThrowReleased();
            deferred.Compute(this);
        }
    }

    /// <summary>Takes over the elements that were put off, unless somebody was quicker.</summary>
    /// <param name="deferred">What they were computed by.</param>
    /// <param name="value">Fresh memory that holds them.</param>
    internal void Settle(Deferred deferred, Tensor value)
    {
        lock (deferred)
        {
            if (!ReferenceEquals(memory, deferred)) return;
            if (deferred.Readers is { AnyWaits: true } readers) value.Storage.Readers = readers;
            (value.memory as Storage)?.PassOn(value.birth, birth);
            Volatile.Write(ref memory, value.memory); // whoever sees the memory sees its lending
        }
    }

    /// <summary>Notes a tensor that will be computed from the elements as they are now.</summary>
    internal void Await(WeakReference<Tensor> reader)
    {
        if (memory is Nabla.Deferred deferred)
        {
            lock (deferred)
            {
                if (ReferenceEquals(memory, deferred))
                {
                    (deferred.Readers ??= new()).Add(reader);
                    return;
                }
            }
        }
        Storage.Readers.Add(reader);
    }

    /// <summary>Called before the elements change in place: what is still to be computed from them reads a copy.</summary>
    internal void BeforeChange()
    {
        Settle();
        (memory as Storage)?.BeforeChange();
    }

    /// <summary>Goes on with other memory that holds the same elements, where these ones are still to be computed from a memory.</summary>
    internal void ReadInstead(Storage memory, Storage other)
    {
        if (Deferred is not { } deferred) return;
        lock (deferred)
            if (ReferenceEquals(this.memory, deferred)) deferred.ReadInstead(memory, other);
    }

    /// <summary>The same elements in other memory.</summary>
    internal Tensor Over(Storage other) => strides is null ? new Tensor(other, DType, [other.Length]).View(shape, Offset) : new Tensor(other, DType, [other.Length]).View(shape, strides, Offset);

    /// <summary>Whether the elements lie in a memory.</summary>
    internal bool LiesIn(Storage other) => ReferenceEquals(memory, other);

    /// <summary>Notes that the elements will be read again, so that whoever computes them on the way stores them.</summary>
    internal void Want()
    {
        if (memory is Nabla.Deferred deferred) deferred.IsWanted = true;
    }
}
