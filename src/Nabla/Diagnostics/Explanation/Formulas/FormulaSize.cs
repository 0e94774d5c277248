using Nabla.Numbers;

namespace Nabla.Diagnostics;

/// <summary>How many vertices a formula has as a tree, given those of its variables.</summary>
/// <param name="Own">The vertices that are no variable.</param>
/// <param name="Uses">How often each input stands in it.</param>
/// <param name="OfValue">How often the value itself stands in it.</param>
internal sealed record FormulaSize(double Own, double[] Uses, double OfValue)
{
    /// <summary>Counts a formula whose variables are <c>0</c>, <c>1</c>, … for the inputs and <c>y</c> for the value.</summary>
    public static FormulaSize Count(Formula formula, int arity)
    {
        var counts = new Dictionary<FormulaNode, double>(ReferenceEqualityComparer.Instance);
        List<FormulaNode> order = FormulaOrder.Of(formula.Node);
        counts[order[^1]] = 1;
        double own = 0, value = 0;
        var uses = new double[arity];
        for (int i = order.Count - 1; i >= 0; i--)
        {
            FormulaNode node = order[i];
            double count = counts[node];
            foreach (FormulaNode input in node.Inputs) counts[input] = counts.GetValueOrDefault(input) + count;
            if (node.Kind != FormulaKind.Variable) own += count;
            else if (node.Name is "y") value += count;
            else uses[node.Name[0] - '0'] += count;
        }
        return new(own, uses, value);
    }

    /// <summary>The size where an operation is applied to inputs of given sizes.</summary>
    public double Of(int[] inputs, double[] sizes, double value)
    {
        double size = Own;
        for (int i = 0; i < inputs.Length; i++)
            if (Uses[i] > 0) size += Uses[i] * sizes[inputs[i]];
        return OfValue > 0 ? size + OfValue * value : size;
    }
}
