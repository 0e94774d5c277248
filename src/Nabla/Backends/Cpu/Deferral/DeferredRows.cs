using System.Runtime.CompilerServices;

namespace Nabla.Backends.Cpu;

/// <summary>An elementwise operation that was put off: with what follows it, it is computed in one pass over memory.</summary>
/// <remarks>
/// Each operation of such a chain is still computed by its own kernel, over blocks that stay in the first-level cache: the bits
/// are those of one operation after another, only the passes over memory between them are saved.
/// w − η·g over 100,000 doubles: 2 passes of 5 arrays become 1 of 3.
/// </remarks>
internal sealed class DeferredRows<T> : Deferred where T : unmanaged
{
    /// <summary>Operations of a chain, at most.</summary>
    public const int MaximumSteps = 8;

    /// <summary>Operands of an operation, at most.</summary>
    public const int MaximumOperands = 5;

    Operands operands;
    int count;

    DeferredRows(RowStep<T> step) => Step = step;

    /// <summary>What is done to the operands.</summary>
    public RowStep<T> Step { get; }

    /// <summary>How many operations are computed with this one, itself included.</summary>
    public int Steps { get; private set; } = 1;

    /// <summary>The product or convolution at the beginning of the chain, where there is one.</summary>
    public DeferredSource<T>? Source { get; private set; }

    /// <summary>The operands in order.</summary>
    public ReadOnlySpan<RowOperand<T>> Inputs => ((ReadOnlySpan<RowOperand<T>>)operands)[..count];

    public override bool IsReleased
    {
        get
        {
            if (base.IsReleased) return true;
            for (int i = 0; i < count; i++)
                if (operands[i].Tensor is { } x && !Reads(x, i) && x.IsReleased) return true; // each once: 5 operands, 8 operations deep, are 78,125 ways
            return false;
        }
    }

    /// <summary>kernel(a, …, e), each broadcast to a shape: computed at once, or put off where that may save a pass over memory.</summary>
    public static Tensor Of<TKernel>(in Shape shape, Tensor a, Tensor? b = null, Tensor? c = null, Tensor? d = null, Tensor? e = null)
        where TKernel : struct, IRowKernel<T, T>
    {
        if (Deferral.Pays(shape, DType.Of<T>()))
        {
            var rows = new DeferredRows<T>(RowStep<TKernel, T>.Instance);
            if (rows.TryAdd(shape, a) && rows.TryAdd(shape, b) && rows.TryAdd(shape, c) && rows.TryAdd(shape, d) && rows.TryAdd(shape, e)) return rows.For(shape);
        }
        Tensor y = Tensor.Allocate(shape, DType.Of<T>());
        RowLoop.Run<TKernel, T, T>(y, a, b, c, d, e);
        return y;
    }

    /// <inheritdoc/>
    public override void Compute(Tensor y) => RowProgram<T>.Run(y, this);

    /// <inheritdoc/>
    public override void ReadInstead(Storage memory, Storage other)
    {
        for (int i = 0; i < count; i++)
            if (operands[i].Tensor is { } x && x.LiesIn(memory)) operands[i] = new(x.Over(other));
    }

    bool TryAdd(in Shape shape, Tensor? x)
    {
        if (x is null) return true;
        if (!RowOperand<T>.TryOf(x, shape, out RowOperand<T> operand)) return false;
        operands[count++] = operand;
        return true;
    }

    Tensor For(in Shape shape)
    {
        var y = new Tensor(this, DType.Of<T>(), shape);
        var reader = new WeakReference<Tensor>(y);
        for (int i = 0; i < count; i++)
        {
            if (operands[i].Tensor is not { } x || Reads(x, i)) continue;
            if (x.Deferred is { } before && !(x.Shape == shape && TryJoin(before))) x.Settle();
            x.Await(reader);
        }
        return y;
    }

    /// <summary>Whether a tensor is among the first operands.</summary>
    bool Reads(Tensor x, int before)
    {
        for (int i = 0; i < before; i++)
            if (ReferenceEquals(operands[i].Tensor, x)) return true;
        return false;
    }

    /// <summary>Takes another operation in, where the chain does not grow too long or get a second source. What two operations read is stored when the first of them is computed.</summary>
    bool TryJoin(Deferred before)
    {
        (int steps, DeferredSource<T>? source) = before is DeferredRows<T> rows ? (rows.Steps, rows.Source) : (0, (DeferredSource<T>)before);
        if (Steps + steps > MaximumSteps || (source is not null && Source is not null && !ReferenceEquals(source, Source))) return false;
        (Steps, Source) = (Steps + steps, source ?? Source);
        before.IsWanted |= before.IsRead;
        before.IsRead = true;
        return true;
    }

    [InlineArray(MaximumOperands)]
    struct Operands
    {
        RowOperand<T> first;
    }
}
