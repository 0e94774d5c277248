using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>A border around the spatial axes: <c>[N, C, …]</c> with one to three of them, each longer by what stands on both sides.</summary>
public abstract class PaddingLayer : Module
{
    readonly PerAxis before;
    readonly PerAxis after;

    /// <summary>The layer.</summary>
    /// <param name="before">Elements in front of each spatial axis, ≥ 0: one number for all axes, or one an axis, outermost first.</param>
    /// <param name="after">Elements behind; as many as in front by default.</param>
    private protected PaddingLayer(PerAxis before, PerAxis? after) => (this.before, this.after) = (before, after ?? before);

    private protected abstract PadMode Mode { get; }

    private protected virtual double Value => 0;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        (int[] front, int[] back) = Sides(x.Shape);
        for (int i = 0; i < front.Length; i++) x = x.Pad(i + 2, front[i], back[i], Mode, Value);
        return x;
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        (int[] front, int[] back) = Sides(input);
        for (int i = 0; i < front.Length; i++) input = PadExtensions.OutputShape(input, i + 2, front[i], back[i], Mode);
        return input;
    }

    (int[] Before, int[] After) Sides(in Shape input)
    {
        string kind = GetType().Name;
        return input.Rank is >= 3 and <= 5
            ? (before.Of(input.Rank - 2, 0, kind, "padding"), after.Of(input.Rank - 2, 0, kind, "padding"))
            : throw new ShapeException($"{kind}: cannot take {input}: it has {input.Rank} axes, expected 3 to 5, [N, C, …].", input);
    }
}

/// <summary>Zeros around the spatial axes: <c>0 0 | a b c | 0 0</c>.</summary>
public sealed class ZeroPad : PaddingLayer
{
    /// <inheritdoc cref="PaddingLayer(PerAxis, PerAxis?)"/>
    public ZeroPad(PerAxis before, PerAxis? after = null) : base(before, after)
    {
    }

    private protected override PadMode Mode => PadMode.Constant;

    internal static IEnumerable<Sample> Samples(RandomStream random) => [new ZeroPad(1, 2).At(Sample.Point(random, [1, 2, 3]))];
}

/// <summary>One value around the spatial axes: <c>v v | a b c | v v</c>.</summary>
public sealed class ConstantPad : PaddingLayer
{
    readonly double value;

    /// <summary>The layer.</summary>
    /// <param name="before">Elements in front of each spatial axis, ≥ 0: one number for all axes, or one an axis, outermost first.</param>
    /// <param name="value">The value.</param>
    /// <param name="after">Elements behind; as many as in front by default.</param>
    public ConstantPad(PerAxis before, double value, PerAxis? after = null) : base(before, after) => this.value = value;

    private protected override PadMode Mode => PadMode.Constant;

    private protected override double Value => value;

    internal static IEnumerable<Sample> Samples(RandomStream random) => [new ConstantPad([1, 0], 3.5).At(Sample.Point(random, [1, 2, 2, 3]))];
}

/// <summary>The mirror image around the spatial axes, without the edge: <c>c b | a b c | b a</c>; narrower than the axis.</summary>
public sealed class ReflectionPad : PaddingLayer
{
    /// <inheritdoc cref="PaddingLayer(PerAxis, PerAxis?)"/>
    public ReflectionPad(PerAxis before, PerAxis? after = null) : base(before, after)
    {
    }

    private protected override PadMode Mode => PadMode.Reflect;

    internal static IEnumerable<Sample> Samples(RandomStream random) => [new ReflectionPad(2, 1).At(Sample.Point(random, [1, 2, 3, 4]))];
}

/// <summary>The nearest element around the spatial axes: <c>a a | a b c | c c</c>.</summary>
public sealed class ReplicationPad : PaddingLayer
{
    /// <inheritdoc cref="PaddingLayer(PerAxis, PerAxis?)"/>
    public ReplicationPad(PerAxis before, PerAxis? after = null) : base(before, after)
    {
    }

    private protected override PadMode Mode => PadMode.Replicate;

    internal static IEnumerable<Sample> Samples(RandomStream random) => [new ReplicationPad([1, 0, 2], 1).At(Sample.Point(random, [1, 1, 2, 2, 2]))];
}

/// <summary>The other end around the spatial axes: <c>b c | a b c | a b</c>; at most as wide as the axis.</summary>
public sealed class CircularPad : PaddingLayer
{
    /// <inheritdoc cref="PaddingLayer(PerAxis, PerAxis?)"/>
    public CircularPad(PerAxis before, PerAxis? after = null) : base(before, after)
    {
    }

    private protected override PadMode Mode => PadMode.Circular;

    internal static IEnumerable<Sample> Samples(RandomStream random) => [new CircularPad(2, 1).At(Sample.Point(random, [1, 2, 3]))];
}
