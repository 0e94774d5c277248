using System.Numerics;
using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary>Some sequences from the first step to the last: a small matrix product and one pass over the gates for each step.</summary>
/// <param name="inputs">What the network reads, contiguous.</param>
/// <param name="weight">W_hhᵀ, <c>[P, gates·H]</c>, contiguous.</param>
/// <param name="projection">W_hrᵀ, <c>[H, P]</c>, contiguous, or null.</param>
/// <param name="trail">What a gradient will need, or null.</param>
/// <param name="sums">Scratch for a step's sums from the state, <c>[N, gates·H]</c>.</param>
/// <param name="unprojected">Scratch for a step's states before the projection, <c>[N, H]</c>, where there is one.</param>
/// <param name="states">All states, then all memories.</param>
internal readonly struct UnrollParts<TStep, T>(
    RecurrentInputs inputs, Tensor weight, Tensor? projection, RecurrentTrail? trail, Tensor sums, Tensor? unprojected, Tensor states) : IParts
    where TStep : struct, IRecurrentStep<TStep>
    where T : unmanaged, INumberBase<T>
{
    public void Run(int part)
    {
        int start = part * RecurrentSizes.PartRows, end = Math.Min(inputs.Batch, start + RecurrentSizes.PartRows), rows = end - start;
        int size = inputs.Size, width = inputs.Width, gates = TStep.Gates * width;
        Span<T> h = states.Span<T>()[..(int)inputs.HiddenCount], c = states.Span<T>()[(int)inputs.HiddenCount..];
        int first = inputs.From(inputs.Step(0));
        inputs.Hidden.Span<T>().Slice(start * size, rows * size).CopyTo(Rows(h, first, start, rows, size));
        inputs.Memory?.Span<T>().Slice(start * width, rows * width).CopyTo(Rows(c, first, start, rows, width));
        Matrix<T> w = RecurrentSizes.Whole<T>(weight), a = RecurrentSizes.Rows<T>(sums, start * gates, rows, gates);
        Matrix<T> bias = inputs.Bias is { } row ? new(row.Array<T>(), row.Offset, rows, gates, 0, 1) : default;
        for (int order = 0; order < inputs.Steps; order++)
        {
            int t = inputs.Step(order), from = inputs.From(t), to = inputs.To(t);
            if (RecurrentSizes.AnyReaches(inputs.Lengths, t, start, end))
            {
                MatrixProduct.Multiply(RecurrentSizes.Rows<T>(states, (from * inputs.Batch + start) * size, rows, size), w, a, bias);
                for (int n = start; n < end; n++)
                    if (Reaches(n, t)) Step(n, t, h, c);
                if (projection is not null) Project(t, to, start, rows);
            }
            for (int n = start; n < end; n++)
            {
                if (Reaches(n, t)) continue;
                Rows(h, from, n, 1, size).CopyTo(Rows(h, to, n, 1, size));
                if (TStep.HasMemory) Rows(c, from, n, 1, width).CopyTo(Rows(c, to, n, 1, width));
                trail?.Unprojected?.Span<T>().Slice((t * inputs.Batch + n) * width, width).Clear();
            }
        }
    }

    bool Reaches(int n, int t) => inputs.Lengths is not { } lengths || t < lengths[n];

    /// <summary>The rows of some sequences in the state of a moment.</summary>
    Span<T> Rows(Span<T> all, int moment, int start, int rows, int size) => all.Slice((moment * inputs.Batch + start) * size, rows * size);

    void Step(int n, int t, Span<T> h, Span<T> c)
    {
        int width = inputs.Width, gates = TStep.Gates * width, row = t * inputs.Batch + n, from = inputs.From(t), to = inputs.To(t);
        Span<T> result = (trail?.Unprojected ?? unprojected) is { } free
            ? free.Span<T>().Slice((trail is null ? n : row) * width, width)
            : Rows(h, to, n, 1, width);
        StepLoops.Forward<TStep, T>(
            inputs.Gates.Span<T>().Slice(row * gates, gates),
            sums.Span<T>().Slice(n * gates, gates),
            TStep.ReadsHidden ? Rows(h, from, n, 1, width) : default,
            TStep.HasMemory ? Rows(c, from, n, 1, width) : default,
            trail is null ? default : trail.Kept.Span<T>().Slice(row * TStep.Kept * width, TStep.Kept * width),
            result,
            TStep.HasMemory ? Rows(c, to, n, 1, width) : default);
    }

    /// <summary>h' = W_hr·h of a step; what has ended is overwritten afterwards.</summary>
    void Project(int t, int to, int start, int rows)
    {
        int width = inputs.Width;
        Matrix<T> free = trail?.Unprojected is { } kept
            ? RecurrentSizes.Rows<T>(kept, (t * inputs.Batch + start) * width, rows, width)
            : RecurrentSizes.Rows<T>(unprojected!, start * width, rows, width);
        MatrixProduct.Multiply(free, RecurrentSizes.Whole<T>(projection!), RecurrentSizes.Rows<T>(states, (to * inputs.Batch + start) * inputs.Size, rows, inputs.Size));
    }
}
