using System.Runtime.InteropServices;

namespace Nabla.Tests.Backends;

/// <summary>Elementwise formulas over matrices, computed part by part: a part is too small to be put off.</summary>
static class InParts
{
    const int PartBytes = 32_768;

    /// <summary>The results of a formula over operands that broadcast to [N, C], from those over parts of rows, or of columns where there are more.</summary>
    /// <param name="shape">[N, C].</param>
    /// <param name="formula">Its results have this shape.</param>
    /// <param name="operands">Of shapes that broadcast to it.</param>
    public static Tensor[] Compute(Shape shape, Func<Tensor[], Tensor[]> formula, params Tensor[] operands)
    {
        int axis = shape[0] >= shape[1] ? 0 : 1, size = operands[0].DType == DType.Float64 ? sizeof(double) : sizeof(float);
        int most = Math.Max(1, PartBytes / size / shape[1 - axis]);
        var parts = new List<Tensor[]>();
        for (int start = 0; start < shape[axis]; start += most)
        {
            int count = Math.Min(most, shape[axis] - start);
            parts.Add(formula([.. operands.Select(x => Part(x, shape, axis, start, count))]));
        }
        return [.. Enumerable.Range(0, parts[0].Length).Select(i => Tensor.Cat([.. parts.Select(p => p[i])], axis))];
    }

    /// <summary>The result of a formula that has one.</summary>
    public static Tensor Compute(Shape shape, Func<Tensor[], Tensor> formula, params Tensor[] operands) => Compute(shape, x => [formula(x)], operands)[0];

    /// <summary>The bits of the elements, so that NaNs are compared too.</summary>
    public static long[] Bits(Tensor x) => x.DType == DType.Float64
        ? MemoryMarshal.Cast<double, long>(x.ToArray<double>()).ToArray()
        : Array.ConvertAll(MemoryMarshal.Cast<float, int>(x.ToArray<float>()).ToArray(), b => (long)b);

    static Tensor Part(Tensor x, Shape shape, int axis, int start, int count)
    {
        int own = axis - (2 - x.Rank);
        return own >= 0 && x.Shape[own] == shape[axis] ? x.Narrow(own, start, count) : x;
    }
}
