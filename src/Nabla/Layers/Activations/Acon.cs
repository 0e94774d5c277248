using Nabla.Initializers;
using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>ACON-A: y = x·σ(βx) with a trained β for each channel.</summary>
/// <remarks>Channels are axis 1. N. Ma, X. Zhang, M. Liu, J. Sun, "Activate or not", 2020, arXiv:2009.04759.</remarks>
public sealed class AconA : Activation
{
    /// <summary>The layer.</summary>
    /// <param name="channels">The number of βs: 1 (default), or the size of axis 1. They start at 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no channel.</exception>
    public AconA(int channels = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Beta = AddParameter("beta", [channels], new Ones());
    }

    /// <summary>β, <c>[channels]</c>, 1 at first.</summary>
    public Parameter Beta { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.AconA(PerChannel(Beta, "βs", x.Shape));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        _ = ChannelSizes(Beta, "βs", input);
        return input;
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) => [new AconA(3).At(Sample.Point(random, [2, 3, 2]))];
}

/// <summary>ACON-B: y = (1 − a)x·σ(β(1 − a)x) + ax with a trained slope a and β for each channel.</summary>
/// <remarks>Channels are axis 1. N. Ma, X. Zhang, M. Liu, J. Sun, "Activate or not", 2020, arXiv:2009.04759.</remarks>
public sealed class AconB : Activation
{
    /// <summary>The layer.</summary>
    /// <param name="channels">The number of slopes and βs: 1 (default), or the size of axis 1. They start at 0.25 and 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no channel.</exception>
    public AconB(int channels = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        Slope = AddParameter("slope", [channels], new Constant(0.25));
        Beta = AddParameter("beta", [channels], new Ones());
    }

    /// <summary>a, <c>[channels]</c>, 0.25 at first.</summary>
    public Parameter Slope { get; }

    /// <summary>β, <c>[channels]</c>, 1 at first.</summary>
    public Parameter Beta { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.AconB(PerChannel(Slope, "slopes", x.Shape), PerChannel(Beta, "βs", x.Shape));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        _ = ChannelSizes(Slope, "slopes", input);
        return input;
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) => [new AconB(3).At(Sample.Point(random, [2, 3, 2]))];
}

/// <summary>ACON-C: y = (a₁ − a₂)x·σ(β(a₁ − a₂)x) + a₂x with trained a₁, a₂ and β for each channel.</summary>
/// <remarks>The smooth maximum of a₁x and a₂x. Channels are axis 1. N. Ma, X. Zhang, M. Liu, J. Sun, "Activate or not", 2020, arXiv:2009.04759.</remarks>
public sealed class AconC : Activation
{
    /// <summary>The layer.</summary>
    /// <param name="channels">The number of each: 1 (default), or the size of axis 1. a₁ and a₂ start normally distributed, β at 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no channel.</exception>
    public AconC(int channels = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        First = AddParameter("first", [channels], new Normal());
        Second = AddParameter("second", [channels], new Normal());
        Beta = AddParameter("beta", [channels], new Ones());
    }

    /// <summary>a₁, <c>[channels]</c>.</summary>
    public Parameter First { get; }

    /// <summary>a₂, <c>[channels]</c>.</summary>
    public Parameter Second { get; }

    /// <summary>β, <c>[channels]</c>, 1 at first.</summary>
    public Parameter Beta { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => x.AconC(PerChannel(First, "slopes", x.Shape), PerChannel(Second, "slopes", x.Shape), PerChannel(Beta, "βs", x.Shape));

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        _ = ChannelSizes(First, "slopes", input);
        return input;
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) => [new AconC(3).At(Sample.Point(random, [2, 3, 2]))];
}

/// <summary>Meta-ACON: <see cref="AconC"/> whose β each example decides: β = σ(W₂(W₁·mean x)), a channel each, the mean over all places.</summary>
/// <remarks>Input <c>[N, C, …]</c>. The channel-wise form of N. Ma, X. Zhang, M. Liu, J. Sun, "Activate or not", 2020, arXiv:2009.04759, section 4.</remarks>
public sealed class MetaAcon : Activation
{
    /// <summary>The layer.</summary>
    /// <param name="channels">The size of axis 1, ≥ 1.</param>
    /// <param name="reduction">By what the channels are divided between W₁ and W₂, where at least as many stay; 16 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public MetaAcon(int channels, int reduction = 16)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(reduction, 1);
        int inner = Math.Max(reduction, channels / reduction);
        First = AddParameter("first", [channels], new Normal());
        Second = AddParameter("second", [channels], new Normal());
        Squeeze = AddChild("squeeze", new Linear(channels, inner));
        Excite = AddChild("excite", new Linear(inner, channels));
    }

    /// <summary>a₁, <c>[channels]</c>.</summary>
    public Parameter First { get; }

    /// <summary>a₂, <c>[channels]</c>.</summary>
    public Parameter Second { get; }

    /// <summary>W₁.</summary>
    public Linear Squeeze { get; }

    /// <summary>W₂.</summary>
    public Linear Excite { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        Shape along = ChannelSizes(First, "slopes", OutputShape(x.Shape));
        Tensor mean = x.Reshape([x.Shape[0], x.Shape[1], checked((int)x.Shape.Slice(2, x.Rank).ElementCount)]).Mean(2);
        Tensor beta = Excite.Call(Squeeze.Call(mean)).Sigmoid().Reshape(new Shape([x.Shape[0]]).Concat(along));
        return x.AconC(First.Reshape(along), Second.Reshape(along), beta);
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (input.Rank < 2 || input[1] != First.Shape[0])
            throw new ShapeException($"MetaAcon: cannot take {input}: it has {(input.Rank < 2 ? "no" : input[1])} channels, {First.Shape[0]} are expected.", input);
        return input;
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => Squeeze.MultiplyAdds([input[0], Squeeze.InFeatures]) + Excite.MultiplyAdds([input[0], Excite.InFeatures]);

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new MetaAcon(3, 2).At(Sample.Point(random, [2, 3, 2, 2])), new MetaAcon(1).At(Sample.Point(random, [2, 1]))];
}
