namespace Nabla.Numbers;

/// <summary>The vertices of a formula in topological order, found without recursion.</summary>
internal static class FormulaOrder
{
    /// <summary>Every vertex that a formula is made of, once, after its inputs; the formula itself last.</summary>
    internal static List<FormulaNode> Of(FormulaNode root)
    {
        var order = new List<FormulaNode>();
        var met = new HashSet<FormulaNode>(ReferenceEqualityComparer.Instance) { root };
        var open = new Stack<(FormulaNode Node, int Next)>();
        open.Push((root, 0));
        while (open.TryPop(out (FormulaNode Node, int Next) top))
        {
            if (top.Next == top.Node.Inputs.Length)
            {
                order.Add(top.Node);
                continue;
            }
            open.Push((top.Node, top.Next + 1));
            FormulaNode input = top.Node.Inputs[top.Next];
            if (met.Add(input)) open.Push((input, 0));
        }
        return order;
    }

    /// <summary>The vertices of the tree that a formula unfolds to: one that is shared counts wherever it is used.</summary>
    internal static double TreeSize(FormulaNode root)
    {
        var sizes = new Dictionary<FormulaNode, double>(ReferenceEqualityComparer.Instance);
        foreach (FormulaNode node in Of(root))
        {
            double size = 1;
            foreach (FormulaNode input in node.Inputs) size += sizes[input];
            sizes.Add(node, size);
        }
        return sizes[root];
    }
}
