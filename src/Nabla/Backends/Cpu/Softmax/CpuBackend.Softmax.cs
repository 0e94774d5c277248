using System.Numerics;

namespace Nabla.Backends.Cpu;

/// <summary>Probabilities of classes, and the cross-entropy of labels.</summary>
internal sealed partial class CpuBackend
{
    public Tensor Softmax(Tensor x, bool logarithm)
    {
        Tensor y = Tensor.Allocate(x.Shape, x.DType);
        if (x.DType == DType.Float32) Run<SoftmaxRows<float>, float>(new(Dense(x), logarithm, y), y);
        else Run<SoftmaxRows<double>, double>(new(Dense(x), logarithm, y), y);
        return y;
    }

    public Tensor SoftmaxBackward(Tensor y, bool logarithm, Tensor dy)
    {
        Tensor dx = Tensor.Allocate(y.Shape, y.DType);
        if (y.DType == DType.Float32) Run<SoftmaxBackwardRows<float>, float>(new(Dense(y), logarithm, Dense(dy), dx), dx);
        else Run<SoftmaxBackwardRows<double>, double>(new(Dense(y), logarithm, Dense(dy), dx), dx);
        return dx;
    }

    public void CrossEntropy(Tensor x, Tensor labels, Tensor losses, Tensor sums)
    {
        if (x.DType == DType.Float32) Run<CrossEntropyRows<float>, float>(new(Dense(x), labels, losses, sums), x);
        else Run<CrossEntropyRows<double>, double>(new(Dense(x), labels, losses, sums), x);
    }

    public Tensor CrossEntropyBackward(Tensor x, Tensor labels, Tensor sums, Tensor dy)
    {
        Tensor dx = Tensor.Allocate(x.Shape, x.DType);
        if (x.DType == DType.Float32) Run<CrossEntropyBackwardRows<float>, float>(new(Dense(x), labels, sums, Dense(dy), dx), x);
        else Run<CrossEntropyBackwardRows<double>, double>(new(Dense(x), labels, sums, Dense(dy), dx), x);
        return dx;
    }

    static void Run<TBody, T>(in TBody body, Tensor rows)
        where TBody : struct, ILaneRows<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T> =>
        LaneRows<TBody, T>.Run(body, rows.Shape[0], rows.Shape[1], rows.ElementCount);
}
