using System.Diagnostics;
using Nabla.Backends.Cpu;

namespace Nabla.Tests.Backends;

/// <summary>Tests that set the number of threads, a global, one after another.</summary>
[CollectionDefinition(nameof(ForkJoinCollection), DisableParallelization = true)]
public sealed class ForkJoinCollection;

[Collection(nameof(ForkJoinCollection))]
public sealed class ForkJoinTests : IDisposable
{
    readonly int threads = ForkJoin.Threads;

    public void Dispose() => ForkJoin.Threads = threads;

    [Theory]
    [InlineData(0, 2), InlineData(1, 2), InlineData(2, 2), InlineData(3, 1), InlineData(100, 2), InlineData(1000, 4), InlineData(70_000, 3), InlineData(1_100_000, 2)]
    public void Every_part_runs_once(int parts, int count)
    {
        ForkJoin.Threads = count;
        foreach (long cost in (long[])[0, 15_000, long.MaxValue])
        {
            var body = new Counting(new int[parts]);
            ForkJoin.Run(parts, in body, cost);
            body.Counts.ShouldAllBe(x => x == 1);
        }
    }

    [Fact]
    public void Workers_really_take_part()
    {
        ForkJoin.Threads = 4;
        var body = new Meeting(new Barrier(4));
        ForkJoin.Run(4, in body); // hangs unless four threads are inside at once
        body.Barrier.CurrentPhaseNumber.ShouldBe(1);
    }

    [Theory]
    [InlineData(1), InlineData(2), InlineData(4)]
    public void The_callers_exception_is_that_of_a_part(int count)
    {
        ForkJoin.Threads = count;
        for (int repeat = 0; repeat < 50; repeat++)
        {
            var body = new Throwing(repeat % 10);
            Should.Throw<InvalidOperationException>(() => ForkJoin.Run(10, in body)).Message.ShouldBe($"part {repeat % 10}");
        }
        var after = new Counting(new int[100]);
        ForkJoin.Run(100, in after);
        after.Counts.ShouldAllBe(x => x == 1);
    }

    [Fact]
    public void Nested_calls_run_and_their_exceptions_come_out()
    {
        ForkJoin.Threads = 2;
        var body = new Nested(new int[8 * 8], Fail: -1);
        ForkJoin.Run(8, in body);
        body.Counts.ShouldAllBe(x => x == 1);
        var failing = new Nested(new int[8 * 8], Fail: 3);
        Should.Throw<InvalidOperationException>(() => ForkJoin.Run(8, in failing)).Message.ShouldBe("part 3");
    }

    [Fact]
    public void Concurrent_callers_and_changing_threads_lose_no_part()
    {
        var clock = Stopwatch.StartNew();
        long wrong = 0, calls = 0;
        var callers = new Thread[3];
        for (int t = 0; t < callers.Length; t++)
        {
            int seed = t;
            callers[t] = new Thread(() =>
            {
                var random = new Random(seed);
                var counts = new int[300];
                while (clock.ElapsedMilliseconds < 1_500)
                {
                    int parts = random.Next(1, counts.Length);
                    Array.Clear(counts);
                    var body = new Counting(counts);
                    ForkJoin.Run(parts, in body, random.Next(3) == 0 ? 15_000 : long.MaxValue);
                    for (int i = 0; i < counts.Length; i++)
                        if (counts[i] != (i < parts ? 1 : 0)) Interlocked.Increment(ref wrong);
                    Interlocked.Increment(ref calls);
                    if (seed == 0) ForkJoin.Threads = random.Next(1, 5);
                    if (random.Next(200) == 0) Thread.Sleep(1); // long enough for the workers to park
                }
            });
            callers[t].Start();
        }
        foreach (Thread caller in callers) caller.Join();
        wrong.ShouldBe(0);
        calls.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void A_call_allocates_nothing()
    {
        ForkJoin.Threads = 2;
        var body = new Counting(new int[16]);
        for (int i = 0; i < 10; i++) ForkJoin.Run(16, in body);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1_000; i++) ForkJoin.Run(16, in body);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void The_body_is_let_go()
    {
        ForkJoin.Threads = 2;
        WeakReference reference = RunAndForget();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        reference.IsAlive.ShouldBeFalse();
    }

    [Fact]
    public void Threads_below_one_are_refused() => Should.Throw<ArgumentOutOfRangeException>(() => ForkJoin.Threads = 0);

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    static WeakReference RunAndForget()
    {
        var counts = new int[4];
        ForkJoin.Run(4, new Counting(counts));
        return new WeakReference(counts);
    }

    readonly record struct Counting(int[] Counts) : IParts
    {
        public void Run(int part) => Interlocked.Increment(ref Counts[part]);
    }

    readonly record struct Meeting(Barrier Barrier) : IParts
    {
        public void Run(int part) => Barrier.SignalAndWait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
    }

    readonly record struct Throwing(int Which) : IParts
    {
        public void Run(int part)
        {
            if (part == Which) throw new InvalidOperationException($"part {part}");
        }
    }

    readonly record struct Nested(int[] Counts, int Fail) : IParts
    {
        public void Run(int part)
        {
            if (part == Fail) ForkJoin.Run(8, new Throwing(part));
            else ForkJoin.Run(8, new Inner(Counts, part));
        }

        readonly record struct Inner(int[] Counts, int Row) : IParts
        {
            public void Run(int part) => Interlocked.Increment(ref Counts[8 * Row + part]);
        }
    }
}
