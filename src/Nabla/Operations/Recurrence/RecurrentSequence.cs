using Nabla.Backends;
using Nabla.Numbers;

namespace Nabla.Operations;

/// <summary>A recurrent network along a whole sequence: one vertex, with all states and memories as its value.</summary>
/// <remarks>
/// <para>
/// The definition is <see cref="RecurrentDefinition{TStep}"/>, a composite of tensor operations. Value and first-order gradients
/// have kernels of their own, which agree with it; a walk that is itself recorded takes the definition's gradients, so every order exists.
/// </para>
/// <para>
/// Inputs, in order: the gates' sums from the input <c>[T, N, gates·H]</c>; W_hh <c>[gates·H, P]</c>; the first state <c>[N, P]</c>;
/// where there are any, the first memory <c>[N, H]</c>, b_hh <c>[gates·H]</c> and W_hr <c>[P, H]</c>. The value is a vector: the states
/// <c>[T + 1, N, P]</c> in the order of time, then the memories <c>[T + 1, N, H]</c>.
/// </para>
/// </remarks>
/// <param name="lengths">How many steps of each sequence count, each ≤ T; null for all. After its end a state stands still.</param>
/// <param name="reverse">Whether the steps are gone through from the last to the first.</param>
internal abstract class RecurrentSequence<TStep>(long[]? lengths, bool reverse) : Operation where TStep : struct, IRecurrentStep<TStep>
{
    readonly bool records = NoGrad.IsRecording;
    int biasAt = -1;
    int projectionAt = -1;
    RecurrentTrail? trail;

    // All gradients come at once, and are asked for one by one.
    Tensor? upstream;
    bool upstreamRecorded;
    Tensor?[] gradients = [];

    /// <inheritdoc/>
    protected override Saves Saves => Saves.Both;

    /// <summary>The states and memories; see the remarks on the class for the shapes.</summary>
    public RecurrentStates Of(Tensor gates, Tensor weight, Tensor hidden, Tensor? memory, Tensor? bias, Tensor? projection)
    {
        List<Tensor> inputs = [gates, weight, hidden];
        if (memory is not null) inputs.Add(memory);
        if (bias is not null)
        {
            biasAt = inputs.Count;
            inputs.Add(bias);
        }
        if (projection is not null)
        {
            projectionAt = inputs.Count;
            inputs.Add(projection);
        }
        return new(Apply([.. inputs]), gates.Shape, hidden.Shape, memory?.Shape, reverse);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        RecurrentInputs read = Named(inputs);
        if (records && AnyRequiresGrad(inputs))
        {
            Shape steps = [read.Steps, read.Batch];
            trail = new(
                Tensor.Allocate(steps.Concat([TStep.Kept * read.Width]), read.Gates.DType),
                read.Projection is null ? null : Tensor.Allocate(steps.Concat([read.Width]), read.Gates.DType));
        }
        return Backend.Current.Unroll<TStep>(read, trail);
    }

    /// <inheritdoc/>
    public override Tensor Vjp(int input, Tensor dy)
    {
        if (!ReferenceEquals(upstream, dy) || upstreamRecorded != NoGrad.IsRecording || gradients[input] is null)
        {
            (upstream, upstreamRecorded) = (dy, NoGrad.IsRecording);
            gradients = NoGrad.IsRecording ? new RecurrentDefinition<TStep>(Saved()).Gradients(dy, biasAt, projectionAt, InputCount) : Kernels(dy);
        }
        Tensor gradient = gradients[input]!;
        gradients[input] = null; // it may grow in place from here on
        if (Array.TrueForAll(gradients, g => g is null)) upstream = null;
        return gradient;
    }

    /// <inheritdoc/>
    public override void Release()
    {
        base.Release();
        trail = null;
        upstream = null;
        gradients = [];
    }

    RecurrentInputs Saved() => Named([.. Enumerable.Range(0, InputCount).Select(SavedInput)]);

    Tensor?[] Kernels(Tensor dy)
    {
        RecurrentInputs read = Saved();
        Tensor states = SavedOutput;
        RecurrentGradients g = Backend.Current.UnrollBack<TStep>(read, states, trail!, dy);
        Tensor sums = g.State.Reshape([-1, g.State.Shape[2]]);
        var all = new Tensor?[InputCount];
        (all[0], all[2]) = (g.Input, g.Hidden);
        if (Input(1) is not null) all[1] = sums.Transpose().MatMul(StatesBefore(read, states));
        if (read.Memory is not null) all[3] = g.Memory;
        if (biasAt >= 0 && Input(biasAt) is not null) all[biasAt] = sums.Sum(0);
        if (projectionAt >= 0 && Input(projectionAt) is not null)
            all[projectionAt] = g.Projected!.Reshape([-1, read.Size]).Transpose().MatMul(trail!.Unprojected!.Reshape([-1, read.Width]));
        // What nobody waits for is not kept.
        for (int i = 0; i < all.Length; i++)
            if (Input(i) is null) all[i] = null;
        return all;
    }

    /// <summary>The state that each step started from, <c>[T·N, P]</c>.</summary>
    static Tensor StatesBefore(RecurrentInputs read, Tensor states) =>
        states.Narrow(0, read.Reverse ? read.Batch * read.Size : 0, read.Steps * read.Batch * read.Size).Reshape([read.Steps * read.Batch, read.Size]);

    RecurrentInputs Named(ReadOnlySpan<Tensor> inputs) => new(
        inputs[0], inputs[1], inputs[2],
        TStep.HasMemory ? inputs[3] : null,
        biasAt < 0 ? null : inputs[biasAt],
        projectionAt < 0 ? null : inputs[projectionAt],
        lengths, reverse);

    static bool AnyRequiresGrad(ReadOnlySpan<Tensor> inputs)
    {
        foreach (Tensor x in inputs)
            if (x.RequiresGrad) return true;
        return false;
    }

    /// <summary>Every combination of options at a point where it is differentiable.</summary>
    private protected static IEnumerable<Sample> SamplesOf(Func<long[]?, bool, RecurrentSequence<TStep>> create, RandomStream random)
    {
        string name = create(null, false).Name;
        int memory = TStep.HasMemory ? 1 : 0;
        foreach ((long[]? lengths, bool reverse, bool bias, int size) in ((long[]?, bool, bool, int)[])[(null, false, true, 2), (null, true, false, 2), ([1, 3], false, false, 2), ([3, 2], true, true, 2), ([2, 3], true, true, 1)])
        {
            bool projects = size < 2;
            if (projects && !TStep.HasMemory) continue;
            List<Tensor> inputs = [Sample.Point(random, [3, 2, TStep.Gates * 2]), Sample.Point(random, [TStep.Gates * 2, size]), Sample.Point(random, [2, size])];
            if (TStep.HasMemory) inputs.Add(Sample.Point(random, [2, 2]));
            if (bias) inputs.Add(Sample.Point(random, [TStep.Gates * 2]));
            if (projects) inputs.Add(Sample.Point(random, [size, 2]));
            yield return new(
                name,
                x => create(lengths, reverse).Of(x[0], x[1], x[2], TStep.HasMemory ? x[3] : null, bias ? x[3 + memory] : null, projects ? x[^1] : null).All,
                inputs);
        }
    }
}
