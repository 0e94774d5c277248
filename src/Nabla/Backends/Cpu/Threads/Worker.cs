using System.Diagnostics;

namespace Nabla.Backends.Cpu;

/// <summary>A background thread that spins for a while after each job and then parks.</summary>
internal sealed class Worker
{
    const int Awake = 0, Parked = 1;

    static readonly long SpinTicks = Stopwatch.Frequency / 20_000; // 50 µs

    readonly int index;
    readonly object gate = new();
    bool signalled;
    int state = Awake;

    public Worker(int index)
    {
        this.index = index;
        var thread = new Thread(Loop) { IsBackground = true, Name = $"Nabla worker {index + 1}" };
        thread.UnsafeStart();
    }

    /// <summary>Whether it would take a part at once.</summary>
    public bool IsAwake => Volatile.Read(ref state) == Awake;

    /// <summary>Ends the parking; costs the caller about 5 µs if the worker was parked, nothing otherwise.</summary>
    public void Wake()
    {
        if (Volatile.Read(ref state) == Parked && Interlocked.CompareExchange(ref state, Awake, Parked) == Parked)
        {
            lock (gate)
            {
                signalled = true;
                Monitor.Pulse(gate);
            }
        }
    }

    void Loop()
    {
        while (true)
        {
            if (SpinForWork())
                ForkJoin.Drain(fromBack: true);
            else
                Park();
        }
    }

    bool SpinForWork()
    {
        long end = Stopwatch.GetTimestamp() + SpinTicks;
        int rounds = 0;
        do
        {
            for (int i = 0; i < 16; i++)
            {
                if (ForkJoin.HasWorkFor(index)) return true;
                Thread.SpinWait(1);
            }
            if ((++rounds & 15) == 0) Thread.Yield(); // somebody else may need this core
        }
        while (Stopwatch.GetTimestamp() < end);
        return false;
    }

    void Park()
    {
        Interlocked.Exchange(ref state, Parked);
        // Work published before the exchange is seen here; work published after it wakes us.
        if (ForkJoin.HasWorkFor(index) && Interlocked.CompareExchange(ref state, Awake, Parked) == Parked) return;
        lock (gate)
        {
            while (!signalled) Monitor.Wait(gate);
            signalled = false;
        }
    }
}
