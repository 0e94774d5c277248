namespace Nabla;

/// <summary>How the elements of a tensor are computed where that was put off until somebody reads them.</summary>
/// <remarks>
/// Nobody can tell but by the time it takes: what it reads is noted with <see cref="Tensor.Await"/>, so that it reads a copy of what changes;
/// memory is lent by the step in which it was put off, and lost with it.
/// </remarks>
internal abstract class Deferred
{
    readonly StepScope? scope = StepScope.Current;
    readonly long step = StepScope.Current?.Steps ?? 0;

    /// <summary>Whether the elements are read more than once, as far as is known: then whoever computes them on the way stores them.</summary>
    public bool IsWanted { get; set; }

    /// <summary>Whether something will be computed from the elements.</summary>
    public bool IsRead { get; set; }

    /// <summary>Tensors that will be computed from the elements; none yet where null.</summary>
    public DeferredReaders? Readers { get; set; }

    /// <summary>Whether the elements can no longer be had, since a step took back what they are computed from.</summary>
    public virtual bool IsReleased => scope is not null && scope.Steps != step;

    /// <summary>Whether the elements can be had as long as those of what this thread puts off now: only a step around that takes them back.</summary>
    public bool Lasts => scope is null || (scope.Steps == step && scope.IsOpenHere);

    /// <summary>Who lends memory for the elements: the scope that was open when they were put off, where that was on this thread.</summary>
    public StepScope? Lender => scope is { IsOpenHere: true } ? scope : null;

    /// <summary>Called when a graph gets the tensor as a vertex's value.</summary>
    public virtual void OnRecorded()
    {
    }

    /// <summary>The scope that lends memory for all of some tensors that were put off; null where it is not one.</summary>
    public static StepScope? CommonLender(IReadOnlyList<Tensor> tensors)
    {
        StepScope? lender = tensors[0].Deferred?.Lender;
        foreach (Tensor x in tensors)
            if (!ReferenceEquals(x.Deferred?.Lender, lender)) return null;
        return lender;
    }

    /// <summary>Computes the elements, and hands them over with <see cref="Tensor.Settle(Deferred, Tensor)"/>.</summary>
    /// <param name="y">The tensor that waits for them.</param>
    public abstract void Compute(Tensor y);

    /// <summary>Goes on with other memory that holds the same elements.</summary>
    public abstract void ReadInstead(Storage memory, Storage other);
}
