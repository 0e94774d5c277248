using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>Channels spread over a finer grid: <c>[N, C·r², H, W]</c> becomes <c>[N, C, H·r, W·r]</c>.</summary>
/// <remarks>y[n, c, h·r + i, w·r + j] = x[n, c·r² + i·r + j, h, w]. W. Shi and others, 2016, arXiv:1609.05158.</remarks>
public sealed class PixelShuffle : Module
{
    /// <summary>The layer.</summary>
    /// <param name="factor">r, ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is below 1.</exception>
    public PixelShuffle(int factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        Factor = factor;
    }

    /// <summary>r.</summary>
    public int Factor { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        Shape y = OutputShape(x.Shape);
        return x.Reshape([y[0], y[1], Factor, Factor, x.Shape[2], x.Shape[3]]).Permute(0, 1, 4, 2, 5, 3).Reshape(y);
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (input.Rank != 4) throw new ShapeException($"PixelShuffle: cannot take {input}: it has {input.Rank} axes, expected 4, [N, C, H, W].", input);
        if (input[1] % (Factor * Factor) != 0)
            throw new ShapeException($"PixelShuffle: cannot spread {input} by {Factor}: {input[1]} channels are no multiple of {Factor * Factor}.", input);
        return [input[0], input[1] / (Factor * Factor), input[2] * Factor, input[3] * Factor];
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new(nameof(PixelShuffle), x => new PixelShuffle(2).Forward(x[0].Square()), Sample.Point(random, [1, 4, 2, 3]))];
}

/// <summary>A grid gathered into channels: <c>[N, C, H·r, W·r]</c> becomes <c>[N, C·r², H, W]</c>; undoes <see cref="PixelShuffle"/>.</summary>
/// <remarks>y[n, c·r² + i·r + j, h, w] = x[n, c, h·r + i, w·r + j]. W. Shi and others, 2016, arXiv:1609.05158.</remarks>
public sealed class PixelUnshuffle : Module
{
    /// <summary>The layer.</summary>
    /// <param name="factor">r, ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">The factor is below 1.</exception>
    public PixelUnshuffle(int factor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(factor, 1);
        Factor = factor;
    }

    /// <summary>r.</summary>
    public int Factor { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        Shape y = OutputShape(x.Shape);
        return x.Reshape([y[0], x.Shape[1], y[2], Factor, y[3], Factor]).Permute(0, 1, 3, 5, 2, 4).Reshape(y);
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        if (input.Rank != 4) throw new ShapeException($"PixelUnshuffle: cannot take {input}: it has {input.Rank} axes, expected 4, [N, C, H, W].", input);
        if (input[2] % Factor != 0 || input[3] % Factor != 0)
            throw new ShapeException($"PixelUnshuffle: cannot gather {input} by {Factor}: {(input[2] % Factor != 0 ? input[2] : input[3])} is no multiple of {Factor}.", input);
        return [input[0], input[1] * Factor * Factor, input[2] / Factor, input[3] / Factor];
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new(nameof(PixelUnshuffle), x => new PixelUnshuffle(2).Forward(x[0].Square()), Sample.Point(random, [1, 1, 2, 4]))];
}
