namespace Nabla.Diagnostics;

/// <summary>The matrix of all derivatives of one vertex by one input, where it is small.</summary>
internal static class Jacobians
{
    /// <summary>∂y/∂x, of y's shape followed by x's; null where it is too large.</summary>
    public static Tensor? Of(Tensor y, Tensor x) => Of(y.Shape, x.Shape, y.DType, unit => Gradient.Of(y, x, unit, keepGraph: true));

    /// <summary>∂node/∂input by the vertex's own rule.</summary>
    public static Tensor? Of(Node node, int input, Node to) =>
        Of(node.Shape, to.Shape, node.DType, unit => node.Vjp(input, unit).SumTo(to.Shape).Cast(to.DType));

    static Tensor? Of(in Shape y, in Shape x, DType type, Func<Tensor, Tensor> row)
    {
        long count = y.ElementCount * x.ElementCount;
        if (count > TensorExplanation.MostJacobian || count == 0 || y.Rank + x.Rank > Shape.MaxRank) return null;
        using var constant = new NoGrad();
        int rows = (int)y.ElementCount, columns = (int)x.ElementCount;
        var elements = new double[count];
        for (int i = 0; i < rows; i++)
        {
            int place = i;
            row(Tensor.Generate(y, type, j => j == place ? 1 : 0)).ToDoubles().CopyTo(elements.AsSpan(i * columns));
        }
        return Tensor.From<double>(elements, y.Concat(x));
    }
}
