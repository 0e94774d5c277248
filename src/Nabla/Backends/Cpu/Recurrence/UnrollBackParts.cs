using System.Numerics;
using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary>The gradients of some sequences from the last step back to the first (P. Werbos, "Backpropagation through time", 1990).</summary>
/// <param name="inputs">What the network read, contiguous.</param>
/// <param name="states">All states, then all memories.</param>
/// <param name="trail">What the steps kept.</param>
/// <param name="dy">The gradient at the states and memories, contiguous.</param>
/// <param name="gradients">Where the gradients go; those at the first state and memory are 0 and hold, on the way, those of the moment.</param>
/// <param name="unprojected">Scratch for the gradient at a step's states before the projection, <c>[N, H]</c>, where there is one.</param>
internal readonly struct UnrollBackParts<TStep, T>(
    RecurrentInputs inputs, Tensor states, RecurrentTrail trail, Tensor dy, RecurrentGradients gradients, Tensor? unprojected) : IParts
    where TStep : struct, IRecurrentStep<TStep>
    where T : unmanaged, INumberBase<T>
{
    public void Run(int part)
    {
        int start = part * RecurrentSizes.PartRows, end = Math.Min(inputs.Batch, start + RecurrentSizes.PartRows), rows = end - start;
        int size = inputs.Size, gates = TStep.Gates * inputs.Width;
        Matrix<T> w = RecurrentSizes.Whole<T>(inputs.Weight), dh = RecurrentSizes.Rows<T>(gradients.Hidden, start * size, rows, size);
        for (int order = inputs.Steps - 1; order >= 0; order--)
        {
            int t = inputs.Step(order);
            Arrive(inputs.To(t), start, rows);
            bool any = RecurrentSizes.AnyReaches(inputs.Lengths, t, start, end);
            if (any && inputs.Projection is not null) Unproject(t, start, rows, dh);
            for (int n = start; n < end; n++) Step(n, t);
            if (any) MatrixProduct.Multiply(RecurrentSizes.Rows<T>(gradients.State, (t * inputs.Batch + start) * gates, rows, gates), w, dh, accumulate: true);
        }
        Arrive(inputs.From(inputs.Step(0)), start, rows);
    }

    /// <summary>Adds what reaches a state and a memory from outside.</summary>
    void Arrive(int moment, int start, int rows)
    {
        int size = inputs.Size, width = inputs.Width, row = moment * inputs.Batch + start;
        MapLoops.AddTo<T>(dy.Span<T>().Slice(row * size, rows * size), gradients.Hidden.Span<T>().Slice(start * size, rows * size));
        if (TStep.HasMemory)
            MapLoops.AddTo<T>(dy.Span<T>().Slice((int)inputs.HiddenCount + row * width, rows * width), gradients.Memory!.Span<T>().Slice(start * width, rows * width));
    }

    /// <summary>The gradient before the projection, dh·W_hr, and dh itself for W_hr's own.</summary>
    void Unproject(int t, int start, int rows, in Matrix<T> dh)
    {
        int size = inputs.Size;
        gradients.Hidden.Span<T>().Slice(start * size, rows * size).CopyTo(gradients.Projected!.Span<T>().Slice((t * inputs.Batch + start) * size, rows * size));
        MatrixProduct.Multiply(dh, RecurrentSizes.Whole<T>(inputs.Projection!), RecurrentSizes.Rows<T>(unprojected!, start * inputs.Width, rows, inputs.Width));
    }

    void Step(int n, int t)
    {
        int size = inputs.Size, width = inputs.Width, gates = TStep.Gates * width, row = t * inputs.Batch + n;
        Span<T> dx = gradients.Input.Span<T>().Slice(row * gates, gates), da = gradients.State.Span<T>().Slice(row * gates, gates);
        if (inputs.Lengths is { } lengths && t >= lengths[n])
        {
            dx.Clear();
            da.Clear();
            gradients.Projected?.Span<T>().Slice(row * size, size).Clear();
            return;
        }
        int from = inputs.From(t) * inputs.Batch + n, to = inputs.To(t) * inputs.Batch + n;
        Span<T> h = states.Span<T>()[..(int)inputs.HiddenCount], c = states.Span<T>()[(int)inputs.HiddenCount..];
        Span<T> dh = gradients.Hidden.Span<T>().Slice(n * size, size);
        StepLoops.Backward<TStep, T>(
            trail.Kept.Span<T>().Slice(row * TStep.Kept * width, TStep.Kept * width),
            TStep.ReadsHidden ? h.Slice(from * width, width) : default,
            TStep.HasMemory ? c.Slice(from * width, width) : default,
            TStep.HasMemory ? c.Slice(to * width, width) : default,
            unprojected is null ? dh : unprojected.Span<T>().Slice(n * width, width),
            TStep.HasMemory ? gradients.Memory!.Span<T>().Slice(n * width, width) : default,
            dx,
            da);
        if (!TStep.ReadsHidden) dh.Clear();
    }
}
