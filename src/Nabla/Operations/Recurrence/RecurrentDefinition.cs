using Nabla.Backends;
using Nabla.Numbers;

namespace Nabla.Operations;

/// <summary>A recurrent network along a sequence, written in tensor operations, step by step: what the kernels are held to.</summary>
/// <remarks>h, c ← step(x_t, h·W_hhᵀ + b_hh, h, c); h ← h·W_hrᵀ where there is a projection; both stand still after a sequence's end.</remarks>
internal sealed class RecurrentDefinition<TStep> where TStep : struct, IRecurrentStep<TStep>
{
    readonly RecurrentInputs read;
    readonly Tensor[] hidden;
    readonly Tensor?[] memory;
    readonly Tensor[] unprojected;
    readonly Four<Traced>[] kept;

    /// <summary>Goes through the sequence.</summary>
    public RecurrentDefinition(RecurrentInputs inputs)
    {
        read = inputs;
        (hidden, memory) = (new Tensor[read.Steps + 1], new Tensor?[read.Steps + 1]);
        (unprojected, kept) = (new Tensor[read.Steps], new Four<Traced>[read.Steps]);
        int first = read.From(read.Step(0));
        (hidden[first], memory[first]) = (read.Hidden, read.Memory);
        for (int order = 0; order < read.Steps; order++) Take(read.Step(order));
    }

    /// <summary>All states, then all memories, in a vector.</summary>
    public Tensor All => Tensor.Cat([.. hidden.Concat(TStep.HasMemory ? memory : []).Select(s => s!.Flatten())]);

    /// <summary>What a gradient at <see cref="All"/> means for the inputs of the operation, in its order.</summary>
    public Tensor?[] Gradients(Tensor dy, int biasAt, int projectionAt, int count)
    {
        RecurrentStates arriving = new(dy, read.Gates.Shape, read.Hidden.Shape, read.Memory?.Shape, reverse: false);
        Tensor weight = Tensor.Zeros(read.Weight.Shape, dy.DType), dh = Tensor.Zeros(read.Hidden.Shape, dy.DType);
        Tensor? bias = read.Bias is null ? null : Tensor.Zeros(read.Bias.Shape, dy.DType);
        Tensor? projection = read.Projection is null ? null : Tensor.Zeros(read.Projection.Shape, dy.DType);
        Tensor? dc = read.Memory is null ? null : Tensor.Zeros(read.Memory.Shape, dy.DType);
        var gates = new Tensor[read.Steps];
        for (int order = read.Steps - 1; order >= 0; order--)
        {
            int t = read.Step(order), from = read.From(t), to = read.To(t);
            dh += arriving.HiddenAt(to);
            dc = dc is null ? null : dc + arriving.MemoryAt(to);
            Tensor step = Where(t, dh, null);
            if (projection is not null)
            {
                projection += step.Transpose().MatMul(unprojected[t]);
                step = step.MatMul(read.Projection!);
            }
            RecurrentGradient<Traced> g = TStep.Gradient(
                kept[t], new Traced(hidden[from]), new Traced(memory[from]), new Traced(memory[to]), new Traced(step), new Traced(dc is null ? null : Where(t, dc, null)));
            gates[t] = Joined(g.Input);
            Tensor sums = TStep.SeparatesSums ? Joined(g.State) : gates[t];
            weight += sums.Transpose().MatMul(hidden[from]);
            bias = bias is null ? null : bias + sums.Sum(0);
            Tensor before = sums.MatMul(read.Weight);
            dh = Where(t, TStep.ReadsHidden ? before + g.Hidden.AsTensor(dy.DType) : before, dh);
            dc = dc is null ? null : Where(t, g.Memory.AsTensor(dy.DType), dc);
        }
        int first = read.From(read.Step(0));
        var all = new Tensor?[count];
        (all[0], all[1], all[2]) = (Tensor.Stack(gates), weight, dh + arriving.HiddenAt(first));
        if (dc is not null) all[3] = dc + arriving.MemoryAt(first);
        if (biasAt >= 0) all[biasAt] = bias;
        if (projectionAt >= 0) all[projectionAt] = projection;
        return all;
    }

    void Take(int t)
    {
        int from = read.From(t), to = read.To(t);
        RecurrentValue<Traced> y = TStep.Value(Apart(read.Gates[t]), Apart(hidden[from].Linear(read.Weight, read.Bias)), new Traced(hidden[from]), new Traced(memory[from]));
        Tensor h = unprojected[t] = y.Hidden.AsTensor(read.Gates.DType);
        kept[t] = y.Kept;
        hidden[to] = Where(t, read.Projection is null ? h : h.Linear(read.Projection), hidden[from]);
        if (TStep.HasMemory) memory[to] = Where(t, y.Memory.AsTensor(read.Gates.DType), memory[from]);
    }

    /// <summary>A row where its sequence reaches a step, else another, or 0.</summary>
    Tensor Where(int t, Tensor yes, Tensor? no)
    {
        if (read.Lengths is not { } lengths) return yes;
        Tensor reaches = Tensor.From<bool>([.. lengths.Select(length => t < length)]).Unsqueeze(1);
        return Tensor.Where(reaches, yes, no ?? Tensor.Scalar(0, yes.DType));
    }

    /// <summary>[N, gates·H] as the gates.</summary>
    static Four<Traced> Apart(Tensor x)
    {
        Tensor[] gates = x.Chunk(TStep.Gates, 1);
        return new() { First = At(0), Second = At(1), Third = At(2), Fourth = At(3) };

        Traced At(int i) => i < gates.Length ? new Traced(gates[i]) : default;
    }

    /// <summary>The gates as [N, gates·H].</summary>
    Tensor Joined(in Four<Traced> x)
    {
        DType type = read.Gates.DType;
        return Tensor.Cat([.. ((Traced[])[x.First, x.Second, x.Third, x.Fourth]).Take(TStep.Gates).Select(g => g.AsTensor(type))], 1);
    }
}
