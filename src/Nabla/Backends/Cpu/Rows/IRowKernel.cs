namespace Nabla.Backends.Cpu;

/// <summary>What is done to contiguous rows of equal length.</summary>
internal interface IRowKernel<T, TOut>
    where T : unmanaged
    where TOut : unmanaged
{
    /// <summary>Computes a row.</summary>
    static abstract void Run(in Rows<T> x, Span<TOut> y);
}

/// <summary>Up to five input rows; those not given are empty.</summary>
internal ref struct Rows<T> where T : unmanaged
{
    public ReadOnlySpan<T> A, B, C, D, E;
}
