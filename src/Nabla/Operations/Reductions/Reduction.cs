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
    protected sealed override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Tensor y = Backend.Current.Reduce<TRule>(inputs[0], axes);
        return keepAxes ? y : y.View(Remaining(inputs[0].Shape), null, y.Offset);
    }

    /// <summary>A tensor of the output's shape with the folded axes back, as size 1.</summary>
    private protected Tensor WithAxes(Tensor y) => y.Reshape(Kept(InputShape(0)));

    /// <summary>The input's shape with folded axes as size 1.</summary>
    Shape Kept(Shape input)
    {
        for (int i = 0; i < axes.Length; i++)
            if (axes[i]) input = input.With(i, 1);
        return input;
    }

    /// <summary>The input's shape without the folded axes.</summary>
    Shape Remaining(Shape input)
    {
        for (int i = axes.Length - 1; i >= 0; i--)
            if (axes[i]) input = input.Without(i);
        return input;
    }
}
