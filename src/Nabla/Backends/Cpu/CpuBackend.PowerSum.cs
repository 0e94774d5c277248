using System.Buffers;

namespace Nabla.Backends.Cpu;

/// <summary>Sums of powers in float64, for norms over many tensors.</summary>
internal sealed partial class CpuBackend
{
    const int PowerPart = 16_384;

    public double PowerSum(Tensor x, double power)
    {
        int count = (int)x.ElementCount;
        if (count == 0) return 0;
        Tensor whole = Dense(x);
        int parts = (count - 1) / PowerPart + 1;
        double[] partial = ArrayPool<double>.Shared.Rent(parts);
        try
        {
            var body = new PowerParts(whole, power, partial);
            ForkJoin.Run(parts, in body, count);
            double sum = 0;
            for (int i = 0; i < parts; i++) sum = double.IsPositiveInfinity(power) ? Math.Max(sum, partial[i]) : sum + partial[i];
            return sum;
        }
        finally
        {
            ArrayPool<double>.Shared.Return(partial);
        }
    }

    readonly struct PowerParts(Tensor x, double power, double[] partial) : IParts
    {
        public void Run(int part)
        {
            int start = part * PowerPart, length = Math.Min(PowerPart, (int)x.ElementCount - start);
            partial[part] = x.DType == DType.Float32
                ? PowerLoops.Sum(x.Span<float>().Slice(start, length), power)
                : PowerLoops.Sum(x.Span<double>().Slice(start, length), power);
        }
    }
}
