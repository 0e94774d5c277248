using System.Numerics;

namespace Nabla.Backends.Cpu;

/// <summary>Rows brought to mean 0 and variance 1.</summary>
internal sealed partial class CpuBackend
{
    /// <summary>Elements of a part of rows.</summary>
    const int StandardizePart = 16_384;

    /// <summary>Parts of a backward pass, a fixed number: each adds up the gradients of weight and bias of its own rows, and the parts are added in order.</summary>
    const int StandardizeSums = 16;

    public void Standardize(Tensor x, Tensor? weight, Tensor? bias, double epsilon, bool centred, Tensor y, Tensor means, Tensor scales)
    {
        if (x.DType == DType.Float32) Standardize<float>(Dense(x), DenseOrNull(weight), DenseOrNull(bias), epsilon, centred, y, means, scales);
        else Standardize<double>(Dense(x), DenseOrNull(weight), DenseOrNull(bias), epsilon, centred, y, means, scales);
    }

    public void StandardizeBackward(Tensor x, Tensor? weight, bool centred, Tensor means, Tensor scales, Tensor dy, Tensor? dx, Tensor? dweight, Tensor? dbias)
    {
        if (x.DType == DType.Float32) StandardizeBackward<float>(Dense(x), DenseOrNull(weight), centred, means, scales, Dense(dy), dx, dweight, dbias);
        else StandardizeBackward<double>(Dense(x), DenseOrNull(weight), centred, means, scales, Dense(dy), dx, dweight, dbias);
    }

    static void Standardize<T>(Tensor x, Tensor? weight, Tensor? bias, double epsilon, bool centred, Tensor y, Tensor means, Tensor scales)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var parts = new StandardizeParts<T>(x, weight, bias, epsilon, centred, y, means, scales, Math.Max(1, StandardizePart / x.Shape[1]));
        ForkJoin.Run((x.Shape[0] - 1) / parts.RowsOfPart + 1, in parts, x.ElementCount / 2);
    }

    static void StandardizeBackward<T>(Tensor x, Tensor? weight, bool centred, Tensor means, Tensor scales, Tensor dy, Tensor? dx, Tensor? dweight, Tensor? dbias)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int size = x.Shape[1], count = (int)Math.Clamp(x.ElementCount / StandardizePart, 1, Math.Min(StandardizeSums, x.Shape[0]));
        Tensor? weights = dweight is null ? null : Tensor.Zeros([count, size], x.DType), biases = dbias is null ? null : Tensor.Zeros([count, size], x.DType);
        var parts = new StandardizeBackwardParts<T>(x, weight, centred, means, scales, dy, dx, weights, biases, count);
        ForkJoin.Run(count, in parts, x.ElementCount);
        AddUp<T>(weights, dweight);
        AddUp<T>(biases, dbias);
    }

    static void AddUp<T>(Tensor? partial, Tensor? total) where T : unmanaged
    {
        if (partial is null || total is null) return;
        Span<T> sum = total.Span<T>();
        partial.Span<T>()[..sum.Length].CopyTo(sum);
        for (int i = 1; i < partial.Shape[0]; i++) MapLoops.AddTo<T>(partial.Span<T>().Slice(i * sum.Length, sum.Length), sum);
    }

    readonly struct StandardizeParts<T>(Tensor x, Tensor? weight, Tensor? bias, double epsilon, bool centred, Tensor y, Tensor means, Tensor scales, int rowsOfPart) : IParts
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public int RowsOfPart => rowsOfPart;

        public void Run(int part)
        {
            int size = x.Shape[1], first = part * rowsOfPart, rows = Math.Min(x.Shape[0] - first, rowsOfPart);
            StandardizeLoops.Forward<T>(
                size, Rows(x), weight is null ? default : weight.Span<T>(), bias is null ? default : bias.Span<T>(), epsilon, centred,
                Rows(y), means.Span<T>().Slice(first, rows), scales.Span<T>().Slice(first, rows));

            Span<T> Rows(Tensor tensor) => tensor.Span<T>().Slice(first * size, rows * size);
        }
    }

    readonly struct StandardizeBackwardParts<T>(
        Tensor x, Tensor? weight, bool centred, Tensor means, Tensor scales, Tensor dy, Tensor? dx, Tensor? weights, Tensor? biases, int parts) : IParts
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public void Run(int part)
        {
            int size = x.Shape[1], first = (int)((long)part * x.Shape[0] / parts), rows = (int)((part + 1L) * x.Shape[0] / parts) - first;
            StandardizeLoops.Backward<T>(
                size, Rows(x), weight is null ? default : weight.Span<T>(), means.Span<T>().Slice(first, rows), scales.Span<T>().Slice(first, rows), centred, Rows(dy),
                Rows(dx), Sums(weights), Sums(biases));

            Span<T> Rows(Tensor? tensor) => tensor is null ? default : tensor.Span<T>().Slice(first * size, rows * size);
            Span<T> Sums(Tensor? tensor) => tensor is null ? default : tensor.Span<T>().Slice(part * size, size);
        }
    }
}
