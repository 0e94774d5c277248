namespace Nabla.Numbers;

/// <summary>A function of two numbers that is computed in doubles, whatever its operands are kept as.</summary>
internal interface IDoubleFunction
{
    /// <summary>The function.</summary>
    static abstract V Of<V>(V a, V b) where V : struct, ILane<V, double>;
}
