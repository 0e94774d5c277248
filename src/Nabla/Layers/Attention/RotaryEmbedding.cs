using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>Each pair of features turned by its place times its frequency, so that products of queries and keys depend on the distance of their places.</summary>
/// <remarks>
/// Pair number i at place t is turned by t·θ^(−2i/features); nothing is trained. J. Su and others, "RoFormer: enhanced transformer with
/// rotary position embedding", 2021, arXiv:2104.09864.
/// </remarks>
public sealed class RotaryEmbedding : Activation
{
    RotaryTable? table;

    /// <summary>The layer.</summary>
    /// <param name="features">How many of the first features are turned, even; all of them where null, the default.</param>
    /// <param name="theta">θ, the base of the frequencies, &gt; 0; 10,000 by default.</param>
    /// <param name="interleaved">Whether neighbours are pairs (features 2i and 2i + 1); by default feature i and i + features/2 are, as in LLaMA's published weights.</param>
    /// <exception cref="ArgumentException">The features are odd or negative.</exception>
    /// <exception cref="ArgumentOutOfRangeException">θ is not above 0.</exception>
    public RotaryEmbedding(int? features = null, double theta = 10_000, bool interleaved = false)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(theta);
        if (features is { } turned && (turned < 0 || turned % 2 != 0))
            throw new ArgumentException($"RotaryEmbedding: cannot turn {turned} features: pairs are turned, so the number is even.", nameof(features));
        (Features, Theta, Interleaved) = (features, theta, interleaved);
    }

    /// <summary>How many of the first features are turned; null for all.</summary>
    public int? Features { get; }

    /// <summary>θ, the base of the frequencies.</summary>
    public double Theta { get; }

    /// <summary>Whether neighbours are pairs.</summary>
    public bool Interleaved { get; }

    /// <summary>Turns rows, the first of which is at place 0.</summary>
    /// <param name="x"><c>[…, T, D]</c>.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ShapeException">There are fewer features than are turned, or an odd number where all are.</exception>
    public override Tensor Forward(Tensor x) => Forward(x, 0);

    /// <summary>Turns rows.</summary>
    /// <param name="x"><c>[…, T, D]</c>.</param>
    /// <param name="offset">The place of the first row, ≥ 0.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ShapeException">There are fewer features than are turned, or an odd number where all are.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The offset is negative.</exception>
    public Tensor Forward(Tensor x, int offset)
    {
        // Every layer of a model turns the same rows in every step: the last table is kept.
        if (offset != 0 || x.Rank < 2 || (Features ?? x.Shape[^1]) % 2 != 0 || Features > x.Shape[^1]) return x.Rotary(offset, Features, Theta, Interleaved);
        RotaryTable? last = table;
        if (last is null || last.Cosines.Shape != x.Shape.Slice(x.Rank - 2, x.Rank) || last.Cosines.DType != x.DType)
            table = last = RotaryTable.Create(x.Shape[^2], 0, x.Shape[^1], Features ?? x.Shape[^1], Theta, Interleaved, x.DType);
        return last.Turn(x);
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        yield return new RotaryEmbedding().At(Sample.Point(random, [2, 3, 4]));
        var layer = new RotaryEmbedding(features: 2, theta: 50, interleaved: true);
        yield return new(nameof(RotaryEmbedding), x => layer.Forward(x[0], 3), Sample.Point(random, [2, 2, 4]));
    }
}
