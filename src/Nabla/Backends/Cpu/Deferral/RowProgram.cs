using System.Runtime.CompilerServices;

namespace Nabla.Backends.Cpu;

/// <summary>A chain of elementwise operations in the order in which they are computed, block by block.</summary>
internal sealed class RowProgram<T> : IContinuation where T : unmanaged
{
    /// <summary>Bytes of a block: with the few that are in use at a time, well within the first-level cache.</summary>
    const int BlockBytes = 4096;

    /// <summary>Elements of a part.</summary>
    const int PartElements = 16_384;

    /// <summary>Operands of all steps, at most.</summary>
    const int MaximumSources = DeferredRows<T>.MaximumSteps * DeferredRows<T>.MaximumOperands;

    [ThreadStatic]
    static RowProgram<T>? spare;

    readonly Step[] steps = new Step[DeferredRows<T>.MaximumSteps + 1];
    readonly Source[] sources = new Source[MaximumSources];
    int stepCount, sourceCount, blockCount, elements;
    int produced = -1;

    /// <summary>Computes a tensor, and what is wanted of the operations on the way.</summary>
    /// <param name="y">The last operation's result.</param>
    /// <param name="rows">The last operation.</param>
    public static void Run(Tensor y, DeferredRows<T> rows)
    {
        RowProgram<T> program = spare ?? new();
        spare = null;
        program.Run(y, rows, Tensor.Allocate<T>(y.Shape, rows.Lender));
        program.Clear();
        spare = program;
    }

    /// <inheritdoc/>
    [SkipLocalsInit]
    public void Over(int first, int count)
    {
        int block = blockCount == 0 ? count : BlockBytes / Unsafe.SizeOf<T>();
        Span<T> blocks = stackalloc T[blockCount * block];
        foreach (ref Source source in sources.AsSpan(0, sourceCount))
            if (source.Array is null) blocks.Slice(source.Block * block, Math.Min(block, count)).Fill(source.Number);
        for (int done = 0; done < count; done += block)
        {
            int start = first + done, length = Math.Min(block, count - done);
            foreach (ref Source source in sources.AsSpan(0, sourceCount))
                if (source.Array is { } array && source.Period < elements) Repeat(array.AsSpan(source.Start, source.Period), start, blocks.Slice(source.Block * block, length));
            foreach (ref Step step in steps.AsSpan(0, stepCount))
                if (step.Rows is not null) Run(ref step, start, length, blocks, block);
        }
    }

    /// <inheritdoc/>
    public void OverAll()
    {
        var parts = new Parts(this);
        ForkJoin.Run((elements - 1) / PartElements + 1, in parts, (long)elements * stepCount);
    }

    void Run(Tensor y, DeferredRows<T> rows, Tensor result)
    {
        elements = (int)y.ElementCount;
        Add(y, rows, result, result);
        if (produced < 0) OverAll();
        else steps[produced].Source!.Write(steps[produced].Result ?? result, this);
        for (int i = stepCount - 1; i >= 0; i--)
            if (steps[i].Result is { } value) steps[i].Tensor.Settle((Deferred?)steps[i].Rows ?? steps[i].Source!, value);
    }

    /// <summary>Adds an operation after those that it reads; answers which step it is.</summary>
    int Add(Tensor y, DeferredRows<T> rows, Tensor? result, Tensor last)
    {
        for (int i = 0; i < stepCount; i++)
            if (ReferenceEquals(steps[i].Rows, rows)) return i;
        var step = new Step { Tensor = y, Rows = rows };
        ReadOnlySpan<RowOperand<T>> inputs = rows.Inputs;
        for (int i = 0; i < inputs.Length; i++)
            step.Operands[i] = inputs[i].Tensor?.Deferred switch
            {
                DeferredRows<T> before => ~Add(inputs[i].Tensor!, before, null, last),
                DeferredSource<T> source => ~Add(inputs[i].Tensor!, source, last),
                _ => Add(inputs[i]),
            };
        step.Result = result ?? (rows.IsWanted ? Tensor.Allocate<T>(y.Shape, rows.Lender) : null);
        step.Array = step.Result?.Array<T>();
        if (step.Array is null) step.Block = blockCount++;
        steps[stepCount] = step;
        return stepCount++;
    }

    /// <summary>Adds a product or convolution. Where nobody else wants it, the last result's memory is lent to it: each element is read before it is written over.</summary>
    int Add(Tensor y, DeferredSource<T> source, Tensor last)
    {
        if (produced >= 0) return produced;
        Tensor? own = source.IsWanted ? Tensor.Allocate<T>(y.Shape, source.Lender) : null;
        steps[stepCount] = new Step { Tensor = y, Source = source, Result = own, Array = (own ?? last).Array<T>() };
        return produced = stepCount++;
    }

    /// <summary>Adds what lies in memory, or a number.</summary>
    int Add(in RowOperand<T> operand)
    {
        if (!operand.IsUnchanged) throw new InvalidOperationException($"A kernel was to read {operand.Tensor!.Describe()} as it was before a change in place.");
        for (int i = 0; i < sourceCount; i++)
            if (operand.Tensor is not null && ReferenceEquals(sources[i].Tensor, operand.Tensor)) return i;
        var source = new Source { Tensor = operand.Tensor, Number = operand.Number };
        if (operand.Tensor is { } x) (source.Array, source.Start, source.Period) = (x.Array<T>(), x.Offset, (int)x.ElementCount);
        if (source.Array is null || source.Period < elements) source.Block = blockCount++;
        sources[sourceCount] = source;
        return sourceCount++;
    }

    void Clear()
    {
        steps.AsSpan(0, stepCount).Clear();
        sources.AsSpan(0, sourceCount).Clear();
        (stepCount, sourceCount, blockCount, produced) = (0, 0, 0, -1);
    }

    void Run(ref Step step, int start, int length, Span<T> blocks, int block)
    {
        var rows = new Rows<T>();
        int inputs = step.Rows!.Inputs.Length;
        rows.A = Read(step.Operands[0], start, length, blocks, block);
        if (inputs > 1) rows.B = Read(step.Operands[1], start, length, blocks, block);
        if (inputs > 2) rows.C = Read(step.Operands[2], start, length, blocks, block);
        if (inputs > 3) rows.D = Read(step.Operands[3], start, length, blocks, block);
        if (inputs > 4) rows.E = Read(step.Operands[4], start, length, blocks, block);
        step.Rows.Step.Run(in rows, step.Array is { } array ? array.AsSpan(start, length) : blocks.Slice(step.Block * block, length));
    }

    ReadOnlySpan<T> Read(int operand, int start, int length, Span<T> blocks, int block)
    {
        if (operand < 0)
        {
            ref Step step = ref steps[~operand];
            return step.Array is { } stored ? stored.AsSpan(start, length) : blocks.Slice(step.Block * block, length);
        }
        ref Source source = ref sources[operand];
        return source.Array is not null && source.Period == elements ? source.Array.AsSpan(source.Start + start, length) : blocks.Slice(source.Block * block, length);
    }

    /// <summary>A stretch of what repeats with a period.</summary>
    static void Repeat(ReadOnlySpan<T> period, int start, Span<T> to)
    {
        for (int from = start % period.Length; to.Length > 0; from = 0)
        {
            int length = Math.Min(period.Length - from, to.Length);
            period.Slice(from, length).CopyTo(to);
            to = to[length..];
        }
    }

    readonly struct Parts(RowProgram<T> program) : IParts
    {
        public void Run(int part) => program.Over(part * PartElements, Math.Min(PartElements, program.elements - part * PartElements));
    }

    /// <summary>An operation, or the product or convolution that is computed first: where its result goes, and what it reads, sources by number and steps by the complement of theirs.</summary>
    struct Step
    {
        public Tensor Tensor;
        public DeferredRows<T>? Rows;
        public DeferredSource<T>? Source;
        public Tensor? Result;
        public T[]? Array;
        public int Block;
        public Places Operands;
    }

    /// <summary>What lies in memory, or a number.</summary>
    struct Source
    {
        public Tensor? Tensor;
        public T[]? Array;
        public int Start, Period, Block;
        public T Number;
    }

    [InlineArray(DeferredRows<int>.MaximumOperands)]
    struct Places
    {
        int first;
    }
}
