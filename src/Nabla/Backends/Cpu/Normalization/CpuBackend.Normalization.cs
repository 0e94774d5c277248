using System.Numerics;

namespace Nabla.Backends.Cpu;

/// <summary>Rows brought to mean 0 and variance 1.</summary>
internal sealed partial class CpuBackend
{
    /// <summary>Elements of a part of rows.</summary>
    const int StandardizePart = 16_384;

    /// <summary>Parts of a backward pass, a fixed number: each adds up the gradients of weight and bias of its own rows, and the parts are added in order.</summary>
    const int StandardizeSums = 16;

    public void Standardize(Tensor x, Tensor? weight, Tensor? bias, double epsilon, bool centred, Tensor y, Tensor moments)
    {
        if (x.DType == DType.Float32) Standardize<float>(Dense(x), DenseOrNull(weight), DenseOrNull(bias), epsilon, centred, y, moments);
        else Standardize<double>(Dense(x), DenseOrNull(weight), DenseOrNull(bias), epsilon, centred, y, moments);
    }

    public void StandardizeBackward(Tensor x, Tensor? weight, bool centred, Tensor moments, Tensor dy, Tensor? dx, Tensor? dweight, Tensor? dbias)
    {
        if (x.DType == DType.Float32) StandardizeBackward<float>(Dense(x), DenseOrNull(weight), centred, moments, Dense(dy), dx, dweight, dbias);
        else StandardizeBackward<double>(Dense(x), DenseOrNull(weight), centred, moments, Dense(dy), dx, dweight, dbias);
    }

    static void Standardize<T>(Tensor x, Tensor? weight, Tensor? bias, double epsilon, bool centred, Tensor y, Tensor moments)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = moments.Shape[1], rowsOfPart = Math.Max(1, StandardizePart / (int)(x.ElementCount / rows));
        var parts = new StandardizeParts<T>(x, weight, bias, epsilon, centred, y, moments, rowsOfPart);
        ForkJoin.Run((rows - 1) / rowsOfPart + 1, in parts, x.ElementCount / 2);
    }

    static void StandardizeBackward<T>(Tensor x, Tensor? weight, bool centred, Tensor moments, Tensor dy, Tensor? dx, Tensor? dweight, Tensor? dbias)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int rows = moments.Shape[1], size = (int)(x.ElementCount / rows), count = (int)Math.Clamp(x.ElementCount / StandardizePart, 1, Math.Min(StandardizeSums, rows));
        Tensor? sums = (dweight ?? dbias) is null ? null : Tensor.Zeros([2, count, size], x.DType);
        var parts = new StandardizeBackwardParts<T>(x, weight, centred, moments, dy, dx, sums, count);
        ForkJoin.Run(count, in parts, x.ElementCount);
        if (dweight is not null) AddUp<T>(sums!.Span<T>()[..(count * size)], dweight.Span<T>());
        if (dbias is not null) AddUp<T>(sums!.Span<T>()[(count * size)..], dbias.Span<T>());
    }

    static void AddUp<T>(ReadOnlySpan<T> partial, Span<T> sum) where T : unmanaged
    {
        partial[..sum.Length].CopyTo(sum);
        for (int i = sum.Length; i < partial.Length; i += sum.Length) MapLoops.AddTo<T>(partial.Slice(i, sum.Length), sum);
    }

    readonly struct StandardizeParts<T>(Tensor x, Tensor? weight, Tensor? bias, double epsilon, bool centred, Tensor y, Tensor moments, int rowsOfPart) : IParts
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int part)
        {
            int all = moments.Shape[1], size = (int)(x.ElementCount / all), first = part * rowsOfPart, rows = Math.Min(all - first, rowsOfPart);
            Span<T> means = moments.Span<T>()[..all], scales = moments.Span<T>()[all..];
            StandardizeLoops.Forward<T>(
                size, Rows(x), weight is null ? default : weight.Span<T>(), bias is null ? default : bias.Span<T>(), epsilon, centred,
                Rows(y), means.Slice(first, rows), scales.Slice(first, rows));

            Span<T> Rows(Tensor tensor) => tensor.Span<T>().Slice(first * size, rows * size);
        }
    }

    readonly struct StandardizeBackwardParts<T>(
        Tensor x, Tensor? weight, bool centred, Tensor moments, Tensor dy, Tensor? dx, Tensor? sums, int parts) : IParts
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int part)
        {
            int all = moments.Shape[1], size = (int)(x.ElementCount / all), first = (int)((long)part * all / parts), rows = (int)((part + 1L) * all / parts) - first;
            ReadOnlySpan<T> means = moments.Span<T>()[..all], scales = moments.Span<T>()[all..];
            StandardizeLoops.Backward<T>(
                size, Rows(x), weight is null ? default : weight.Span<T>(), means.Slice(first, rows), scales.Slice(first, rows), centred, Rows(dy),
                Rows(dx), Sums(sums, part), Sums(sums, parts + part));

            Span<T> Rows(Tensor? tensor) => tensor is null ? default : tensor.Span<T>().Slice(first * size, rows * size);
            Span<T> Sums(Tensor? tensor, int row) => tensor is null ? default : tensor.Span<T>().Slice(row * size, size);
        }
    }
}
