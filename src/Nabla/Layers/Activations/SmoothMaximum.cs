using Nabla.Initializers;
using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = Σ xᵢe^(βxᵢ) / Σ e^(βxᵢ) over an axis, which goes, with a trained β.</summary>
/// <remarks>The mean for β = 0, the maximum for β → ∞. N. Ma, X. Zhang, M. Liu, J. Sun, 2020, arXiv:2009.04759.</remarks>
public sealed class SmoothMaximum : Module
{
    /// <summary>The layer.</summary>
    /// <param name="axis">The axis, the last by default; negative counts from the back.</param>
    /// <param name="beta">The first value of β, 1 by default.</param>
    public SmoothMaximum(int axis = -1, double beta = 1)
    {
        Axis = axis;
        Beta = AddParameter("beta", [1], new Constant(beta));
    }

    /// <summary>The axis.</summary>
    public int Axis { get; }

    /// <summary>β, <c>[1]</c>.</summary>
    public Parameter Beta { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.SmoothMaximum(Beta, Axis);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input.Without(input.Axis(Axis, nameof(SmoothMaximum)));

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new SmoothMaximum().At(Sample.Point(random, [3, 4])), new SmoothMaximum(1, -2).At(Sample.Point(random, [2, 3, 2]))];
}
