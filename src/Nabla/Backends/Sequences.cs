namespace Nabla.Backends;

/// <summary>
/// Sequences <c>[…, T, D]</c> that an attention reads or writes: a tensor of that shape, or heads that lie side by side in the rows of a
/// tensor <c>[N, T, parts·H·D]</c> and are looked at as <c>[N, H, T, D]</c> without a tensor of their own.
/// </summary>
internal readonly struct Sequences
{
    readonly int heads, part, parts;

    /// <summary>A tensor <c>[…, T, D]</c>.</summary>
    public Sequences(Tensor memory) => Memory = memory;

    /// <summary>The heads of one part of <c>[N, T, parts·H·D]</c>.</summary>
    public Sequences(Tensor memory, int heads, int part = 0, int parts = 1) => (Memory, this.heads, this.part, this.parts) = (memory, heads, part, parts);

    /// <summary>The tensor in which the elements lie.</summary>
    public Tensor Memory { get; }

    /// <summary>The sizes <c>[…, T, D]</c>.</summary>
    public Shape Shape => heads == 0 ? Memory.Shape : [Memory.Shape[0], heads, Memory.Shape[1], Features];

    /// <summary>Where the first element lies.</summary>
    public int Offset => heads == 0 ? Memory.Offset : Memory.Offset + part * heads * Features * Memory.Stride(2);

    int Features => Memory.Shape[2] / (parts * heads);

    public static implicit operator Sequences(Tensor memory) => new(memory);

    /// <summary>The stride of an axis of <see cref="Shape"/>.</summary>
    public int Stride(int axis) => (heads, axis) switch
    {
        (0, _) => Memory.Stride(axis),
        (_, 1) => Features * Memory.Stride(2),
        (_, 0) => Memory.Stride(0),
        _ => Memory.Stride(axis - 1),
    };
}
