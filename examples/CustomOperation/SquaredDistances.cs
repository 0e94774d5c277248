using System.Numerics;
using Nabla;
using Nabla.Numbers;
using Nabla.Operations;

/// <summary>D[i, j] = Σₖ (x[i, k] − x[j, k])²: how far the rows of a matrix are from each other.</summary>
sealed class SquaredDistances : Operation
{
    SquaredDistances()
    {
    }

    /// <summary>[n, features] becomes [n, n].</summary>
    public static Tensor Of(Tensor x)
    {
        if (x.Rank != 2) throw new ShapeException($"SquaredDistances: cannot compare the rows of {x.Shape}: it has {x.Rank} axes, expected 2, [n, features].", x.Shape);
        return new SquaredDistances().Apply(x);
    }

    /// <summary>The derivative needs x.</summary>
    protected override Saves Saves => Saves.Inputs;

    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) =>
        inputs[0].DType == DType.Float32 ? Compute<float>(inputs[0]) : Compute<double>(inputs[0].Cast(DType.Float64));

    /// <summary>∂L/∂x = 2·(diag(S·1) − S)·x with S = dy + dyᵀ, in tensor operations, so that it has derivatives itself.</summary>
    public override Tensor Vjp(int input, Tensor dy)
    {
        Tensor x = SavedInput(0), s = dy + dy.Transpose();
        return 2 * (s.Sum(1, keepAxes: true) * x - s.MatMul(x));
    }

    static Tensor Compute<T>(Tensor x) where T : unmanaged, INumber<T>
    {
        int n = x.Shape[0], features = x.Shape[1];
        ReadOnlySpan<T> rows = Elements<T>(x);
        Tensor distances = Result(new Shape([n, n]), out Span<T> d);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
            {
                T sum = T.Zero;
                for (int k = 0; k < features; k++)
                {
                    T difference = rows[i * features + k] - rows[j * features + k];
                    sum += difference * difference;
                }
                d[i * n + j] = sum;
            }
        return distances;
    }
}
