using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Nabla.Backends.Cpu;

/// <summary>Runs numbered parts on a fixed set of background threads and on the caller, and returns when all are done.</summary>
/// <remarks>
/// <para>
/// The number of parts must follow from the size of the problem alone, never from <see cref="Threads"/>: the same
/// parts then compute the same bits however many threads share them.
/// </para>
/// <para>
/// One caller at a time has the workers. A call made inside a part, or while another thread's call is running, runs
/// its parts serially, in order, on its own thread. A call allocates nothing.
/// </para>
/// <para>
/// The caller takes parts from the front, workers from the back: of tensors that one call after another goes through, each core then
/// keeps meeting the elements that lie in its own cache. Taken by turns, two threads changed the lines of a product back and forth.
/// </para>
/// <para>
/// Generation, first and last part left are one 64-bit word, claimed by compare-and-swap: a worker that was late by a
/// whole job cannot claim a part of the wrong one. With the number of parts outside the word a prototype hung.
/// </para>
/// <para>
/// Measured for 2 empty parts: 0.1 to 0.3 µs with a spinning worker, 2.3 µs if it must be woken (it then comes about 50 µs later).
/// </para>
/// </remarks>
internal static class ForkJoin
{
    /// <summary>The most parts of one call that are shared out; more are grouped.</summary>
    public const int MaximumParts = (1 << IndexBits) - 1;

    /// <summary>Below this cost even a spinning worker does not help.</summary>
    public const long SerialBelowNanoseconds = 5_000;

    /// <summary>Below this cost only workers that still spin are used.</summary>
    /// <remarks>
    /// Waking costs the caller 2 to 5 µs, and the worker comes 50 µs later: too late for this call, but in time for the next ones.
    /// With 100 µs here a loop of 64 × 784 × 128 products (60 µs each) never woke anybody.
    /// </remarks>
    public const long WakeFromNanoseconds = 20_000;

    const int IndexBits = 20;
    const ulong IndexMask = (1UL << IndexBits) - 1;

    static readonly Lock Resize = new();
    static Shared shared;
    static volatile Worker[] workers = [];
    static volatile Job? job;
    static volatile int threads = Environment.ProcessorCount;

    /// <summary>How many threads share the work, the caller included. 1 is serial; the default is the number of processors.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public static int Threads
    {
        get => threads;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            threads = value;
        }
    }

    /// <summary>Runs <paramref name="body"/> for every part and wakes workers for it.</summary>
    /// <exception cref="Exception">What a part threw, from the lowest part that did; parts not yet begun are skipped.</exception>
    public static void Run<TBody>(int parts, in TBody body)
        where TBody : struct, IParts =>
        Run(parts, in body, long.MaxValue);

    /// <summary>Runs <paramref name="body"/> for every part with as many threads as the estimated serial cost deserves.</summary>
    /// <remarks>
    /// Serial below <see cref="SerialBelowNanoseconds"/>; up to <see cref="WakeFromNanoseconds"/> only if a worker
    /// still spins. The estimate decides who computes, never what.
    /// </remarks>
    public static void Run<TBody>(int parts, in TBody body, long costNanoseconds)
        where TBody : struct, IParts
    {
        if (parts <= 1 || costNanoseconds < SerialBelowNanoseconds || threads == 1 || parts > MaximumParts || !TryShare(parts, in body, costNanoseconds))
        {
            TBody copy = body;
            for (int part = 0; part < parts; part++) copy.Run(part);
        }
    }

    /// <summary>Whether parts are left that the worker with this index may take.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool HasWorkFor(int worker)
    {
        ulong word = Volatile.Read(ref shared.Word);
        return (word & IndexMask) < ((word >> IndexBits) & IndexMask) && worker < threads - 1;
    }

    /// <summary>Takes and runs parts until none is left.</summary>
    /// <param name="fromBack">Whether the last part left is taken next, or the first.</param>
    internal static void Drain(bool fromBack)
    {
        while (true)
        {
            ulong word = Volatile.Read(ref shared.Word);
            ulong first = word & IndexMask, end = (word >> IndexBits) & IndexMask;
            if (first >= end) return;
            if (Interlocked.CompareExchange(ref shared.Word, fromBack ? word - (1UL << IndexBits) : word + 1, word) != word) continue;
            int part = (int)(fromBack ? end - 1 : first);

            // The job cannot end, nor another begin, before this part is counted below.
            Job current = job!;
            try
            {
                if (!current.Failed) current.Run(part);
            }
#pragma warning disable CA1031 // whatever a part throws belongs to the caller
            catch (Exception exception)
#pragma warning restore CA1031
            {
                current.Fail(part, exception);
            }
            Interlocked.Decrement(ref shared.Remaining);
        }
    }

    static bool TryShare<TBody>(int parts, in TBody body, long costNanoseconds)
        where TBody : struct, IParts
    {
        if (Volatile.Read(ref shared.Taken) != 0 || Interlocked.CompareExchange(ref shared.Taken, 1, 0) != 0) return false;
        ExceptionDispatchInfo? error;
        try
        {
            Worker[] present = Workers(threads - 1);
            int helpers = Math.Min(Math.Min(parts, threads) - 1, present.Length);
            bool wake = costNanoseconds >= WakeFromNanoseconds;
            if (helpers <= 0 || (!wake && !AnyAwake(present, threads - 1))) return false;

            Job<TBody> mine = Job<TBody>.Instance;
            mine.Body = body;
            job = mine;
            Volatile.Write(ref shared.Remaining, parts);
            ulong generation = (shared.Word >> (2 * IndexBits)) + 1;
            Interlocked.Exchange(ref shared.Word, (generation << (2 * IndexBits)) | ((ulong)parts << IndexBits));
            if (wake)
                for (int i = 0; i < helpers; i++) present[i].Wake();

            Drain(fromBack: false);
            AwaitOthers();
            error = mine.TakeError();
            mine.Body = default;
            job = null;
        }
        finally
        {
            Volatile.Write(ref shared.Taken, 0);
        }
        error?.Throw();
        return true;
    }

    static bool AnyAwake(Worker[] present, int allowed)
    {
        for (int i = 0; i < Math.Min(allowed, present.Length); i++)
            if (present[i].IsAwake) return true;
        return false;
    }

    static Worker[] Workers(int wanted)
    {
        Worker[] present = workers;
        if (present.Length >= wanted) return present;
        lock (Resize)
        {
            present = workers;
            if (present.Length >= wanted) return present;
            var more = new Worker[wanted];
            present.CopyTo(more, 0);
            for (int i = present.Length; i < wanted; i++) more[i] = new Worker(i);
            workers = more;
            return more;
        }
    }

    /// <summary>Waits for the parts that workers have begun: spins while that is short, then lets others have the core.</summary>
    static void AwaitOthers()
    {
        for (int i = 0; Volatile.Read(ref shared.Remaining) > 0; i++)
        {
            if (i < 400) Thread.SpinWait(1);
            else if (i < 4_000) Thread.Yield();
            else Thread.Sleep(0);
        }
    }

    /// <summary>What all threads write, each on a cache line (and its neighbour) of its own.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 512)]
    private struct Shared
    {
        [FieldOffset(128)] public ulong Word;
        [FieldOffset(256)] public int Remaining;
        [FieldOffset(384)] public int Taken;
    }
}
