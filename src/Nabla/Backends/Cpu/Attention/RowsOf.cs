using System.Runtime.CompilerServices;

namespace Nabla.Backends.Cpu;

/// <summary>Rows of a mask beside a block of scores: side by side in memory, any distance apart; or none.</summary>
internal readonly ref struct RowsOf<T>(Span<T> from, int stride)
{
    readonly Span<T> from = from;

    public bool IsPresent => !from.IsEmpty;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ReadOnlySpan<T> Row(int row) => from[(row * stride)..];
}
