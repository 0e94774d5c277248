namespace Nabla;

/// <summary>Lends the memory of a training step and takes it back when the step ends, so that a steady loop allocates nothing large.</summary>
/// <remarks>
/// <para>
/// Keep one scope for the whole loop and open it for each step: <c>using (scope.Open()) { … }</c>. What the step's
/// operations allocate is taken back at the end, except parameters (made outside), gradients of leaves, and tensors
/// that were kept with <see cref="Keep"/>. A tensor whose memory was taken back throws
/// <see cref="ReleasedTensorException"/> when it is used. Tensors under 1 KB belong to the collector and are never taken back; only
/// gradients of leaves that nobody has read leave their memory to others when they are cleared.
/// </para>
/// <para>Scopes are never required: without one, memory is the collector's. An open scope belongs to its thread; scopes nest.</para>
/// </remarks>
public sealed class StepScope
{
    /// <summary>Less belongs to the collector.</summary>
    internal const int SmallestLentBytes = 1024;

    [ThreadStatic]
    static StepScope? current;

    readonly List<Storage> lent = [];
    readonly Dictionary<(Type, int), Stack<Storage>> idle = [];
    StepScope? outer;
    bool open;
    long live;

    /// <summary>The scope that is open on this thread, if any.</summary>
    internal static StepScope? Current => current;

    /// <summary>Whether the scope is open on this thread, as the innermost or around it.</summary>
    internal bool IsOpenHere
    {
        get
        {
            for (StepScope? scope = current; scope is not null; scope = scope.outer)
                if (ReferenceEquals(scope, this)) return true;
            return false;
        }
    }

    /// <summary>The most bytes that were lent at one time in the step that is open, or in the last one.</summary>
    /// <remarks>Counts the memory of tensors from 1 KB on: values, gradients and what they needed on the way.</remarks>
    public long PeakBytes { get; private set; }

    /// <summary>Arrays under <see cref="SmallestLentBytes"/> that the step's tensors may take: they belong to whoever takes them.</summary>
    internal SmallArrays Small { get; } = new();

    /// <summary>How many steps have ended.</summary>
    internal long Steps { get; private set; }

    /// <summary>Opens the scope for a step on this thread; disposing the result ends the step.</summary>
    /// <exception cref="InvalidOperationException">The scope is already open.</exception>
    public Step Open()
    {
        if (open) throw new InvalidOperationException("StepScope: cannot open: the scope is open already. End the previous step first.");
        open = true;
        PeakBytes = live;
        (outer, current) = (current, this);
        return new Step(this);
    }

    /// <summary>Exempts a tensor from being taken back: it stays valid after the step.</summary>
    /// <returns>The tensor itself.</returns>
    /// <exception cref="ReleasedTensorException">Its memory was taken back already.</exception>
    public static Tensor Keep(Tensor x)
    {
        x.Keep();
        return x;
    }

    /// <summary>Memory for so many elements.</summary>
    internal Storage<T> Lend<T>(int count) where T : unmanaged
    {
        int length = SizeClass(count);
        Storage<T> storage = idle.TryGetValue((typeof(T), length), out var stack) && stack.TryPop(out var found)
            ? (Storage<T>)found
            : new(GC.AllocateUninitializedArray<T>(length));
        storage.Lend(this);
        lent.Add(storage);
        live += storage.Bytes;
        PeakBytes = Math.Max(PeakBytes, live);
        return storage;
    }

    internal void TakeBack(Storage storage)
    {
        var key = (storage.ElementType, storage.Length);
        if (!idle.TryGetValue(key, out var stack)) idle.Add(key, stack = []);
        stack.Push(storage);
        live -= storage.Bytes;
    }

    /// <summary>Takes memory back at the end of this step that was lent in an earlier one.</summary>
    internal void TakeBackWithStep(Storage storage) => lent.Add(storage);

    /// <summary>Counts memory no longer that is not coming back.</summary>
    internal void LetGo(Storage storage) => live -= storage.Bytes;

    /// <summary>This moment, and where the memory begins that this thread's open scope lends from now on.</summary>
    internal static (int Lent, long Moment) Mark() => (current?.lent.Count ?? 0, BirthClock.Now);

    /// <summary>Takes back what this thread's open scope has lent since a moment, as the end of the step would, but for the memory of some tensors, and of those that were put off before.</summary>
    internal static void TakeBackSince((int Lent, long Moment) mark, params ReadOnlySpan<Tensor?> survivors)
    {
        if (current is not { lent: var lent }) return;
        foreach (Tensor? x in survivors) x?.Settle();
        int kept = mark.Lent;
        for (int i = mark.Lent; i < lent.Count; i++)
        {
            Storage storage = lent[i];
            bool stays = storage.IsGradient || !BirthClock.IsSince(storage.Lease, mark.Moment);
            foreach (Tensor? x in survivors) stays |= x is not null && ReferenceEquals(x.Storage, storage);
            if (stays) lent[kept++] = storage;
            else storage.GiveBack();
        }
        lent.RemoveRange(kept, lent.Count - kept);
    }

    /// <summary>Four classes between powers of two: at most a fifth of the memory is slack.</summary>
    static int SizeClass(int count)
    {
        if (count <= 16) return count;
        int quarter = 1 << (int.Log2(count - 1) - 2);
        return (int)Math.Min(((long)count + quarter - 1) / quarter * quarter, Array.MaxLength);
    }

    void End()
    {
        foreach (Storage storage in lent)
            if (!storage.IsGradient) storage.GiveBack();
        lent.Clear();
        Steps++;
        open = false;
        (current, outer) = (outer, null);
    }

    /// <summary>An open step; disposing it takes the memory back.</summary>
    public ref struct Step
    {
        StepScope? scope;

        internal Step(StepScope scope) => this.scope = scope;

        /// <summary>Ends the step.</summary>
        public void Dispose()
        {
            scope?.End();
            scope = null;
        }
    }
}
