namespace Nabla.Operations;

/// <summary>A linear map along one axis: what every interpolation and adaptive average is.</summary>
internal static class ResizeAxis
{
    /// <summary>y[…, o, …] = Σ M[o, i]·x[…, i, …].</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="outputs">The new size.</param>
    /// <param name="weights">For each output, the inputs it takes and how much of each.</param>
    public static Tensor Apply(Tensor x, int axis, int outputs, Func<int, IEnumerable<(int Input, double Weight)>> weights)
    {
        int inputs = x.Shape[axis];
        var matrix = new double[inputs, outputs];
        for (int o = 0; o < outputs; o++)
            foreach ((int input, double weight) in weights(o)) matrix[Math.Clamp(input, 0, inputs - 1), o] += weight;
        return x.Transpose(axis, -1).MatMul(Tensor.From(matrix).Cast(x.DType)).Transpose(axis, -1);
    }
}
