namespace Nabla.Operations;

/// <summary>All states and memories of a recurrent network along a sequence, and views of them.</summary>
/// <param name="all">The states <c>[T + 1, N, P]</c> in the order of time, then the memories <c>[T + 1, N, H]</c>, in a vector.</param>
/// <param name="gates">The shape <c>[T, N, gates·H]</c>.</param>
/// <param name="hidden">The shape <c>[N, P]</c>.</param>
/// <param name="memory">The shape <c>[N, H]</c>, or null.</param>
/// <param name="reverse">Whether the steps were gone through from the last to the first.</param>
internal readonly struct RecurrentStates(Tensor all, Shape gates, Shape hidden, Shape? memory, bool reverse)
{
    /// <summary>The vector.</summary>
    public Tensor All => all;

    /// <summary>The state after each step, <c>[T, N, P]</c>.</summary>
    public Tensor Steps => all.Narrow(0, reverse ? 0 : (int)hidden.ElementCount, gates[0] * (int)hidden.ElementCount).Reshape(new Shape([gates[0]]).Concat(hidden));

    /// <summary>The state after the step that was taken last, <c>[N, P]</c>: that at each sequence's end.</summary>
    public Tensor Hidden => HiddenAt(End);

    /// <summary>The memory after the step that was taken last, <c>[N, H]</c>, where there is one.</summary>
    public Tensor? Memory => memory is null ? null : MemoryAt(End);

    /// <summary>The state of a moment, <c>[N, P]</c>: 0 to T.</summary>
    public Tensor HiddenAt(int moment) => At(0, moment, hidden);

    /// <summary>The memory of a moment, <c>[N, H]</c>, where there is one.</summary>
    public Tensor MemoryAt(int moment) => At(Memories, moment, memory!.Value);

    int Memories => (gates[0] + 1) * (int)hidden.ElementCount;

    int End => reverse ? 0 : gates[0];

    Tensor At(int start, int moment, in Shape shape) => all.Narrow(0, start + moment * (int)shape.ElementCount, (int)shape.ElementCount).Reshape(shape);
}
