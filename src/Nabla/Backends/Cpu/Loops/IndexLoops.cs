namespace Nabla.Backends.Cpu;

/// <summary>Copying and adding of rows at chosen places, as a batch, an embedding and its gradient need.</summary>
/// <remarks>Places were checked before; one outside would hit a span's own bounds check.</remarks>
internal static class IndexLoops
{
    /// <summary>destination[i, :] = source[places[i], :].</summary>
    public static void GatherRows<T>(ReadOnlySpan<T> source, ReadOnlySpan<long> places, int rowLength, Span<T> destination)
        where T : unmanaged
    {
        for (int i = 0; i < places.Length; i++)
            source.Slice((int)places[i] * rowLength, rowLength).CopyTo(destination.Slice(i * rowLength, rowLength));
    }

    /// <summary>destination[places[i], :] += source[i, :], in the order of i, so that repeated places always add up to the same bits.</summary>
    public static void ScatterAddRows<T>(ReadOnlySpan<T> source, ReadOnlySpan<long> places, int rowLength, Span<T> destination)
        where T : unmanaged
    {
        for (int i = 0; i < places.Length; i++)
            MapLoops.AddTo(source.Slice(i * rowLength, rowLength), destination.Slice((int)places[i] * rowLength, rowLength));
    }
}
