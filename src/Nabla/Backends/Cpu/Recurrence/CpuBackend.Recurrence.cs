using System.Numerics;
using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary>Recurrent networks along whole sequences: sequences are independent, so threads share the batch and meet only at the end.</summary>
internal sealed partial class CpuBackend
{
    public Tensor Unroll<TStep>(RecurrentInputs inputs, RecurrentTrail? trail) where TStep : struct, IRecurrentStep<TStep>
    {
        Tensor states = Tensor.Allocate([Shape.Size(inputs.StateCount, "Recurrence")], inputs.Gates.DType);
        if (inputs.Gates.DType == DType.Float32) Unroll<TStep, float>(Dense(inputs), trail, states);
        else Unroll<TStep, double>(Dense(inputs), trail, states);
        return states;
    }

    public RecurrentGradients UnrollBack<TStep>(RecurrentInputs inputs, Tensor states, RecurrentTrail trail, Tensor dy) where TStep : struct, IRecurrentStep<TStep>
    {
        inputs = Dense(inputs);
        Tensor gates = Tensor.Allocate(inputs.Gates.Shape, dy.DType);
        var gradients = new RecurrentGradients(
            gates,
            TStep.SeparatesSums ? Tensor.Allocate(gates.Shape, dy.DType) : gates,
            Tensor.Zeros(inputs.Hidden.Shape, dy.DType),
            inputs.Memory is null ? null : Tensor.Zeros(inputs.Memory.Shape, dy.DType),
            inputs.Projection is null ? null : Tensor.Allocate([inputs.Steps, inputs.Batch, inputs.Size], dy.DType));
        if (dy.DType == DType.Float32) UnrollBack<TStep, float>(inputs, states, trail, Dense(dy), gradients);
        else UnrollBack<TStep, double>(inputs, states, trail, Dense(dy), gradients);
        return gradients;
    }

    static void Unroll<TStep, T>(RecurrentInputs inputs, RecurrentTrail? trail, Tensor states)
        where TStep : struct, IRecurrentStep<TStep>
        where T : unmanaged, INumberBase<T>
    {
        // Few rows at a time multiply a matrix where it lies, if its rows are contiguous.
        Tensor weight = Turned(inputs.Weight);
        Tensor? projection = inputs.Projection is { } p ? Turned(p) : null;
        var parts = new UnrollParts<TStep, T>(inputs, weight, projection, trail, Tensor.Allocate([inputs.Batch, inputs.Gates.Shape[2]], states.DType),
            projection is null || trail is not null ? null : Tensor.Allocate([inputs.Batch, inputs.Width], states.DType), states);
        ForkJoin.Run(RecurrentSizes.Parts(inputs), in parts, RecurrentSizes.Nanoseconds(inputs));
    }

    static void UnrollBack<TStep, T>(RecurrentInputs inputs, Tensor states, RecurrentTrail trail, Tensor dy, RecurrentGradients gradients)
        where TStep : struct, IRecurrentStep<TStep>
        where T : unmanaged, INumberBase<T>
    {
        var parts = new UnrollBackParts<TStep, T>(inputs, states, trail, dy, gradients,
            inputs.Projection is null ? null : Tensor.Allocate([inputs.Batch, inputs.Width], dy.DType));
        ForkJoin.Run(RecurrentSizes.Parts(inputs), in parts, RecurrentSizes.Nanoseconds(inputs));
    }

    /// <summary>The transposed matrix, its rows contiguous.</summary>
    static Tensor Turned(Tensor x) => StridedCopy.Contiguous(x.View([x.Shape[1], x.Shape[0]], [x.Stride(1), x.Stride(0)], x.Offset));

    static RecurrentInputs Dense(RecurrentInputs inputs) => inputs with
    {
        Gates = Dense(inputs.Gates),
        Weight = Dense(inputs.Weight),
        Hidden = Dense(inputs.Hidden),
        Memory = inputs.Memory is null ? null : Dense(inputs.Memory),
        Bias = inputs.Bias is null ? null : Dense(inputs.Bias),
        Projection = inputs.Projection is null ? null : Dense(inputs.Projection),
    };
}

/// <summary>How a batch of sequences is cut into parts.</summary>
internal static class RecurrentSizes
{
    /// <summary>Sequences of a part: two tiles of a matrix product, so that each number of W that is read serves both.</summary>
    public const int PartRows = 16;

    public static int Parts(RecurrentInputs inputs) => (inputs.Batch + PartRows - 1) / PartRows;

    /// <summary>An estimate at 30 multiplications a nanosecond.</summary>
    public static long Nanoseconds(RecurrentInputs inputs) => inputs.Gates.ElementCount * inputs.Size / 30;

    /// <summary>The rows of a matrix that begins at an offset.</summary>
    public static Matrix<T> Rows<T>(Tensor x, int offset, int rows, int columns) where T : unmanaged => new(x.Array<T>(), x.Offset + offset, rows, columns, columns, 1);

    /// <summary>A whole contiguous matrix.</summary>
    public static Matrix<T> Whole<T>(Tensor x) where T : unmanaged => Rows<T>(x, 0, x.Shape[0], x.Shape[1]);

    /// <summary>Whether any of some sequences reaches a step.</summary>
    public static bool AnyReaches(long[]? lengths, int step, int start, int end)
    {
        if (lengths is null) return true;
        for (int n = start; n < end; n++)
            if (step < lengths[n]) return true;
        return false;
    }
}
