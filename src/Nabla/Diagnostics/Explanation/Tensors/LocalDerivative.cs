using Nabla.Numbers;

namespace Nabla.Diagnostics;

/// <summary>Says in a few words what an operation's derivative is.</summary>
internal static class LocalDerivative
{
    /// <summary>Of an operation of a formula.</summary>
    public static string Of(FormulaOperation operation, int input, Tensor[] inputs, Tensor y)
    {
        string name = operation.NameOf(inputs);
        if (!operation.IsElementwise || name != operation.Name) return Structured(name, input, inputs[input].Shape, y.Shape);
        Formula[] names = operation.Arity == 1 ? [Formula.Variable("x")] : [.. "abc"[..operation.Arity].Select(c => Formula.Variable(c.ToString()))];
        return Elementwise(operation.Partial(input, names, Formula.Variable("y")), inputs[input].Shape, y.Shape);
    }

    /// <summary>Of a recorded vertex.</summary>
    public static string Of(Node node, int input, Node to) => node.Slope(input) is { } formula
        ? Elementwise(formula, to.Shape, node.Shape)
        : Structured(node.Name, input, to.Shape, node.Shape);

    static string Elementwise(Formula formula, in Shape x, in Shape y)
    {
        string text = formula.ToString();
        if (y.Rank == 0 || (y.ElementCount == 1 && x.ElementCount == 1)) return text;
        return x == y ? $"diagonal: {text}" : $"{text} for each element, summed over the axes that {x} was repeated along";
    }

    static string Structured(string name, int input, in Shape x, in Shape y) => name switch
    {
        "MatMul" => input == 0 ? "product with bᵀ from the right: dy·bᵀ" : "product with aᵀ from the left: aᵀ·dy",
        "Linear" => input switch { 0 => "product with the weight: dy·W", 1 => "product with the input: dyᵀ·x", _ => "sum over the examples" },
        "Transpose" or "Permute" => "the axes in their old order",
        "Sum" => "1 for every element that was summed",
        "Mean" => $"1/{x.ElementCount / Math.Max(1, y.ElementCount)} for every element",
        "Max" or "Min" => "1 for the element taken, shared by equal ones",
        "Dot" => input == 0 ? "b" : "a",
        "Norm" => "x / y",
        "Softmax" => "y·(δ - yᵀ) for each row",
        "LogSoftmax" => "δ - softmax(x) for each row",
        "CrossEntropy" => "softmax(x) - onehot(label) for each row",
        "LogSumExp" => "softmax(x)",
        "Variance" => "2·(x - mean) / n",
        "Product" => "y / x",
        "Reshape" or "Squeeze" or "Unsqueeze" or "Copy" or "Contiguous" or "Cast" => "1 in the old place",
        "Expand" => "sum over the axes that were repeated",
        _ => $"linear map from {y} to {x}",
    };
}
