using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>Signals, images or volumes enlarged: <c>[N, C, H, W]</c> becomes <c>[N, C, H·f, W·f]</c>, with one to three spatial axes.</summary>
/// <remarks>Definitions of PyTorch 1.13, whose bilinear and trilinear modes are <see cref="Interpolation.Linear"/> here.</remarks>
public sealed class Upsample : Module
{
    readonly PerAxis factor;

    /// <summary>The layer.</summary>
    /// <param name="factor">By what each spatial size is multiplied, ≥ 1: one number for all axes, or one an axis, outermost first.</param>
    /// <param name="mode">How elements are put between others; nearest by default.</param>
    /// <param name="alignCorners">Whether the corners' centres stay corners; no by default, not for nearest.</param>
    public Upsample(PerAxis factor, Interpolation mode = Interpolation.Nearest, bool alignCorners = false) => (this.factor, Mode, AlignCorners) = (factor, mode, alignCorners);

    /// <summary>How elements are put between others.</summary>
    public Interpolation Mode { get; }

    /// <summary>Whether the corners' centres stay corners.</summary>
    public bool AlignCorners { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.Interpolate(OutputShape(x.Shape).Span[2..], Mode, AlignCorners);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (input.Rank is < 3 or > 5) throw new ShapeException($"Upsample: cannot take {input}: it has {input.Rank} axes, expected 3 to 5, [N, C, …].", input);
        int[] factors = factor.Of(input.Rank - 2, 1, nameof(Upsample), "factor");
        for (int i = 0; i < factors.Length; i++) input = input.With(i + 2, checked(input[i + 2] * factors[i]));
        return input;
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
    [
        new(nameof(Upsample), x => new Upsample(2).Forward(x[0].Square()), Sample.Point(random, [1, 2, 3])),
        new(nameof(Upsample), x => new Upsample([2, 3], Interpolation.Linear).Forward(x[0].Square()), Sample.Point(random, [1, 1, 2, 3])),
    ];
}
