using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>In training, sets each channel of each example to 0 with probability p and scales the others by 1/(1 − p); else y = x.</summary>
/// <remarks>Neighbours in a channel say much the same, so dropping single elements would do little. J. Tompson and others, 2015, arXiv:1411.4280.</remarks>
public abstract class ChannelDropout : RandomActivation
{
    readonly int spatialAxes;

    /// <summary>The layer.</summary>
    /// <param name="spatialAxes">The number of spatial axes.</param>
    /// <param name="p">The probability that a channel is dropped, 0 to 1; 0.5 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">p is no probability.</exception>
    private protected ChannelDropout(int spatialAxes, double p) => (this.spatialAxes, P) = (spatialAxes, Probability(GetType().Name, p));

    /// <summary>The probability that a channel is dropped.</summary>
    public double P { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        _ = OutputShape(x.Shape);
        if (!IsTraining || P == 0) return x;
        Shape channels = x.Shape.Slice(0, 2).Concat(new Shape([.. Enumerable.Repeat(1, spatialAxes)]));
        return x * (Next("mask").Kept(channels, x.DType, P) * (P < 1 ? 1 / (1 - P) : 0));
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input.Rank == spatialAxes + 2
        ? input
        : throw new ShapeException($"{GetType().Name}: cannot take {input}: it has {input.Rank} axes, expected {spatialAxes + 2}, [N, C, {spatialAxes switch { 1 => "L", 2 => "H, W", _ => "D, H, W" }}].", input);
}

/// <summary>Drops whole channels of signals, <c>[N, C, L]</c>, in training; else y = x.</summary>
/// <remarks>What stays is scaled by 1/(1 − p). J. Tompson and others, 2015, arXiv:1411.4280.</remarks>
public sealed class Dropout1d : ChannelDropout
{
    /// <inheritdoc cref="ChannelDropout(int, double)"/>
    public Dropout1d(double p = 0.5) : base(1, p)
    {
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new(nameof(Dropout1d), x => new Dropout1d(0.3).Forward(x[0]), Sample.Point(random, [2, 3, 2]))];
}

/// <summary>Drops whole channels of images, <c>[N, C, H, W]</c>, in training; else y = x.</summary>
/// <remarks>What stays is scaled by 1/(1 − p). J. Tompson and others, 2015, arXiv:1411.4280.</remarks>
public sealed class Dropout2d : ChannelDropout
{
    /// <inheritdoc cref="ChannelDropout(int, double)"/>
    public Dropout2d(double p = 0.5) : base(2, p)
    {
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new(nameof(Dropout2d), x => new Dropout2d(0.3).Forward(x[0]), Sample.Point(random, [2, 3, 2, 1]))];
}

/// <summary>Drops whole channels of volumes, <c>[N, C, D, H, W]</c>, in training; else y = x.</summary>
/// <remarks>What stays is scaled by 1/(1 − p). J. Tompson and others, 2015, arXiv:1411.4280.</remarks>
public sealed class Dropout3d : ChannelDropout
{
    /// <inheritdoc cref="ChannelDropout(int, double)"/>
    public Dropout3d(double p = 0.5) : base(3, p)
    {
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new(nameof(Dropout3d), x => new Dropout3d(0.3).Forward(x[0]), Sample.Point(random, [2, 3, 1, 2, 1]))];
}
