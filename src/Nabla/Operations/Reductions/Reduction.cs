using Nabla.Backends;
using Nabla.Numbers;

namespace Nabla.Operations;

/// <summary>Axes folded by an associative rule.</summary>
/// <typeparam name="TRule">The rule.</typeparam>
public abstract class Reduction<TRule> : Operation where TRule : struct, IReduction<TRule>
{
    readonly bool[] axes;
    readonly bool keepAxes;

    private protected Reduction(bool[] axes, bool keepAxes) => (this.axes, this.keepAxes) = (axes, keepAxes);

    internal Tensor Of(Tensor x) => Apply(x);

    /// <summary>The marks of the folded axes.</summary>
    private protected bool[] Axes => axes;

    /// <inheritdoc/>
    protected sealed override Tensor Forward(ReadOnlySpan<Tensor> inputs) =>
        Fold(inputs[0], axes, keepAxes);

    /// <summary>The value without a vertex.</summary>
    private protected static Tensor Fold(Tensor x, ReadOnlySpan<bool> axes, bool keepAxes) =>
        Backend.Current.Reduce<TRule>(x, axes, Folded(x.Shape, axes, keepAxes));

    /// <summary>A tensor of the output's shape with the folded axes back, as size 1.</summary>
    private protected Tensor WithAxes(Tensor y) => y.Reshape(Folded(InputShape(0), axes, keepAxes: true));

    /// <summary>The shape with 1 on the folded axes, or without them.</summary>
    static Shape Folded(in Shape input, ReadOnlySpan<bool> axes, bool keepAxes)
    {
        Span<int> sizes = stackalloc int[Shape.MaxRank];
        int rank = 0;
        for (int i = 0; i < axes.Length; i++)
        {
            if (!axes[i]) sizes[rank++] = input[i];
            else if (keepAxes) sizes[rank++] = 1;
        }
        return new(sizes[..rank]);
    }
}
