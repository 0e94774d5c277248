namespace Nabla.Backends.Cpu;

/// <summary>A row kernel as an object, so that kernels can be listed and run one after another.</summary>
internal abstract class RowStep<T> where T : unmanaged
{
    /// <summary>Computes a row.</summary>
    public abstract void Run(in Rows<T> x, Span<T> y);
}

/// <inheritdoc/>
internal sealed class RowStep<TKernel, T> : RowStep<T>
    where TKernel : struct, IRowKernel<T, T>
    where T : unmanaged
{
    RowStep()
    {
    }

    public static RowStep<TKernel, T> Instance { get; } = new();

    public override void Run(in Rows<T> x, Span<T> y) => TKernel.Run(in x, y);
}
