namespace Nabla.Backends;

/// <summary>What a recurrent network reads along a sequence, steps first: all of one floating-point type.</summary>
/// <param name="Gates">The gates' sums from the input, <c>[T, N, gates·H]</c>.</param>
/// <param name="Weight">W_hh, <c>[gates·H, P]</c>.</param>
/// <param name="Hidden">The state before the first step, <c>[N, P]</c>.</param>
/// <param name="Memory">The memory before the first step, <c>[N, H]</c>, where the network has one.</param>
/// <param name="Bias">b_hh, <c>[gates·H]</c>, or null.</param>
/// <param name="Projection">W_hr, <c>[P, H]</c>, which makes the state out of the step's; null where P = H and there is none.</param>
/// <param name="Lengths">How many steps of each sequence count, <c>[N]</c>; null for all. After its end a sequence's state stands still.</param>
/// <param name="Reverse">Whether the steps are gone through from the last to the first.</param>
internal sealed record RecurrentInputs(
    Tensor Gates, Tensor Weight, Tensor Hidden, Tensor? Memory, Tensor? Bias, Tensor? Projection, long[]? Lengths, bool Reverse)
{
    /// <summary>T.</summary>
    public int Steps => Gates.Shape[0];

    /// <summary>N.</summary>
    public int Batch => Gates.Shape[1];

    /// <summary>P, the size of the state.</summary>
    public int Size => Hidden.Shape[1];

    /// <summary>H, the size of a gate.</summary>
    public int Width => Memory?.Shape[1] ?? Size;

    /// <summary>Elements of all states, that before the first step included.</summary>
    public long HiddenCount => (Steps + 1L) * Batch * Size;

    /// <summary>Elements of all states and memories.</summary>
    public long StateCount => HiddenCount + (Memory is null ? 0 : (Steps + 1L) * Batch * Width);

    /// <summary>The step that is taken as number <paramref name="order"/>.</summary>
    public int Step(int order) => Reverse ? Steps - 1 - order : order;

    /// <summary>Which state a step starts from; states stand in the order of time.</summary>
    public int From(int step) => Reverse ? step + 1 : step;

    /// <summary>Which state a step leads to.</summary>
    public int To(int step) => Reverse ? step : step + 1;
}

/// <summary>What a recurrent network leaves behind for its gradient.</summary>
/// <param name="Kept">What each step kept, <c>[T, N, kept·H]</c>.</param>
/// <param name="Unprojected">The steps' states before the projection, <c>[T, N, H]</c>, where there is one.</param>
internal sealed record RecurrentTrail(Tensor Kept, Tensor? Unprojected);

/// <summary>The gradients along a sequence; those of the weights are products of these with what was read.</summary>
/// <param name="Input">At the gates' sums from the input, <c>[T, N, gates·H]</c>.</param>
/// <param name="State">At the gates' sums from the state, of the same shape; the same tensor where they are equal.</param>
/// <param name="Hidden">At the first state, <c>[N, P]</c>.</param>
/// <param name="Memory">At the first memory, <c>[N, H]</c>, where there is one.</param>
/// <param name="Projected">At the results of the projection, <c>[T, N, P]</c>, where there is one.</param>
internal sealed record RecurrentGradients(Tensor Input, Tensor State, Tensor Hidden, Tensor? Memory, Tensor? Projected);
