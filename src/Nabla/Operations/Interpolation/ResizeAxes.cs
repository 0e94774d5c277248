using Nabla.Backends;

namespace Nabla.Operations;

/// <summary>Linear maps along spatial axes, one after another: what every interpolation and adaptive average is.</summary>
/// <remarks>The gradient goes back by the transposed maps. Axes that shrink come first and those that grow last, the last axis in the middle: the least work.</remarks>
internal sealed class ResizeAxes : Operation
{
    readonly AxisMap[] maps;

    ResizeAxes(AxisMap[] maps) => this.maps = maps;

    /// <summary>y[…, o, …] = Σ M[o, i]·x[…, i, …] along the axes of the maps.</summary>
    /// <param name="x">The tensor, <c>[N, C, …]</c>.</param>
    /// <param name="maps">At most one an axis, in the order of the axes.</param>
    internal static Tensor Apply(Tensor x, IReadOnlyCollection<AxisMap> maps) => maps.Count == 0
        ? x
        : new ResizeAxes([.. maps.Where(m => m.Outputs < m.Inputs), .. maps.Where(m => m.Outputs >= m.Inputs).Reverse()]).Apply(x.Cast(DType.Promote(x.DType, DType.Float32)));

    /// <inheritdoc/>
    protected override Tensor Forward(ReadOnlySpan<Tensor> inputs)
    {
        Shape shape = inputs[0].Shape;
        foreach (AxisMap map in maps) shape = shape.With(map.Axis, map.Outputs);
        return Backend.Current.Resize(inputs[0], maps, shape);
    }

    /// <inheritdoc/>
    public override Tensor Vjp(int input, Tensor dy) => new ResizeAxes([.. maps.Reverse().Select(m => m.Transposed())]).Apply(dy);
}
