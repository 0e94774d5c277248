using Nabla.Initializers;
using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = x + W[t]: a trained vector for each place of a sequence.</summary>
/// <remarks>The parameter is laid out as an embedding's: <c>weight</c>, <c>[context, features]</c>. First values: N(0, 1), as PyTorch's embedding.</remarks>
public sealed class LearnedPositions : Activation
{
    /// <summary>The layer.</summary>
    /// <param name="context">How many places there are, ≥ 1.</param>
    /// <param name="features">The size of the input's last axis, ≥ 1.</param>
    /// <param name="batchFirst">Whether the places are axis −2, <c>[N, T, features]</c>, the default; else axis 0, <c>[T, N, features]</c>.</param>
    /// <param name="weight">What W is drawn from; N(0, 1) by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public LearnedPositions(int context, int features, bool batchFirst = true, IInitializer? weight = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(context, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        (Context, Features, BatchFirst) = (context, features, batchFirst);
        Weight = AddParameter("weight", [context, features], weight ?? new Normal());
    }

    /// <summary>How many places there are.</summary>
    public int Context { get; }

    /// <summary>The size of the input's last axis.</summary>
    public int Features { get; }

    /// <summary>Whether the places are axis −2; else axis 0.</summary>
    public bool BatchFirst { get; }

    /// <summary>W, <c>[context, features]</c>.</summary>
    public Parameter Weight { get; }

    /// <summary>Adds the vectors of places from 0 on.</summary>
    /// <param name="x"><c>[…, T, features]</c>, without batchFirst <c>[T, …, features]</c>, T ≤ context.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ShapeException">The last axis has another size, or there are more places than vectors.</exception>
    public override Tensor Forward(Tensor x) => Forward(x, 0);

    /// <summary>Adds the vectors of places.</summary>
    /// <param name="x"><c>[…, T, features]</c>, without batchFirst <c>[T, …, features]</c>, offset + T ≤ context.</param>
    /// <param name="offset">The first place, ≥ 0.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ShapeException">The last axis has another size, or there are more places than vectors.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The offset is negative.</exception>
    public Tensor Forward(Tensor x, int offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        return x + PositionRows.Along(Weight.Narrow(0, offset, Places(x.Shape, offset)), x.Rank, BatchFirst);
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        _ = Places(input, 0);
        return input;
    }

    /// <inheritdoc/>
    /// <remarks>Where the batch's axis stands first.</remarks>
    public override Func<Tensor, Tensor>? BeginSequence(int capacity)
    {
        if (!BatchFirst) return null;
        int before = 0;
        return x => Locating(() =>
        {
            Tensor y = Forward(x, before);
            before += x.Shape[^2];
            return y;
        });
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new LearnedPositions(4, 2).At(Sample.Point(random, [2, 3, 2])), new LearnedPositions(3, 2, batchFirst: false).At(Sample.Point(random, [3, 2, 2]))];

    int Places(in Shape input, int offset)
    {
        int places = PositionRows.Checked(nameof(LearnedPositions), input, Features, BatchFirst)[BatchFirst ? input.Rank - 2 : 0];
        return offset + (long)places <= Context
            ? places
            : throw new ShapeException($"LearnedPositions: cannot take {input}{(offset > 0 ? $" from place {offset} on" : "")}: {offset + (long)places} places are more than the {Context} that were learned.", input);
    }
}
