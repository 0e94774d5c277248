using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary>What is done to some rows with a lane of any width.</summary>
internal interface ILaneRows<T> where T : unmanaged
{
    /// <summary>Computes the rows from <paramref name="first"/> up to <paramref name="end"/>.</summary>
    void Over<V>(int first, int end) where V : struct, ILane<V, T>;
}

/// <summary>Shares rows out among threads, at the hardware's width: chosen once for a part, not for each row.</summary>
internal readonly struct LaneRows<TBody, T> : IParts
    where TBody : struct, ILaneRows<T>
    where T : unmanaged
{
    /// <summary>Elements of a part.</summary>
    const int PartElements = 16_384;

    readonly TBody body;
    readonly int rows, rowsOfPart;

    LaneRows(in TBody body, int rows, int size) => (this.body, this.rows, rowsOfPart) = (body, rows, Math.Max(1, PartElements / Math.Max(1, size)));

    /// <summary>Computes all rows.</summary>
    /// <param name="body">The computation.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="size">Elements of a row.</param>
    /// <param name="costNanoseconds">About what all of them cost on one thread.</param>
    public static void Run(in TBody body, int rows, int size, long costNanoseconds)
    {
        var parts = new LaneRows<TBody, T>(body, rows, size);
        ForkJoin.Run((rows + parts.rowsOfPart - 1) / parts.rowsOfPart, in parts, costNanoseconds);
    }

    public void Run(int part)
    {
        int first = part * rowsOfPart, end = Math.Min(rows, first + rowsOfPart);
        if (ElementLoop.Is512) body.Over<Lane512<T>>(first, end);
        else if (ElementLoop.Is256) body.Over<Lane256<T>>(first, end);
        else body.Over<Lane128<T>>(first, end);
    }
}
