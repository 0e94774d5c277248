using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = x + P, P[t, 2i] = sin(t·θ^(−2i/features)), P[t, 2i + 1] = cos of the same: places told apart by waves of many lengths.</summary>
/// <remarks>
/// Nothing is trained, and any length will do. Computed in float64. A. Vaswani and others, "Attention is all you need", 2017,
/// arXiv:1706.03762, section 3.5.
/// </remarks>
public sealed class SinusoidalEncoding : Activation
{
    Tensor? table;

    /// <summary>The layer.</summary>
    /// <param name="features">The size of the input's last axis, ≥ 1.</param>
    /// <param name="theta">θ, the base of the frequencies, &gt; 0; 10,000 by default.</param>
    /// <param name="batchFirst">Whether the places are axis −2, <c>[N, T, features]</c>, the default; else axis 0, <c>[T, N, features]</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    public SinusoidalEncoding(int features, double theta = 10_000, bool batchFirst = true)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(theta);
        (Features, Theta, BatchFirst) = (features, theta, batchFirst);
    }

    /// <summary>The size of the input's last axis.</summary>
    public int Features { get; }

    /// <summary>θ, the base of the frequencies.</summary>
    public double Theta { get; }

    /// <summary>Whether the places are axis −2; else axis 0.</summary>
    public bool BatchFirst { get; }

    /// <summary>Adds the encoding of places from 0 on.</summary>
    /// <param name="x"><c>[…, T, features]</c>, without batchFirst <c>[T, …, features]</c>.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ShapeException">The last axis has another size, or there is no axis of places.</exception>
    public override Tensor Forward(Tensor x) => Forward(x, 0);

    /// <summary>Adds the encoding of places.</summary>
    /// <param name="x"><c>[…, T, features]</c>, without batchFirst <c>[T, …, features]</c>.</param>
    /// <param name="offset">The first place, ≥ 0.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ShapeException">The last axis has another size, or there is no axis of places.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The offset is negative.</exception>
    public Tensor Forward(Tensor x, int offset)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        int places = OutputShape(x.Shape)[BatchFirst ? x.Rank - 2 : 0];
        Tensor? last = table;
        if (last is null || last.Shape[0] < offset + places || last.DType != x.DType) table = last = Table(offset + places, x.DType);
        return x + PositionRows.Along(last.Narrow(0, offset, places), x.Rank, BatchFirst);
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => PositionRows.Checked(nameof(SinusoidalEncoding), input, Features, BatchFirst);

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
        [new SinusoidalEncoding(4).At(Sample.Point(random, [2, 3, 4])), new SinusoidalEncoding(3, batchFirst: false).At(Sample.Point(random, [2, 2, 3]))];

    Tensor Table(int places, DType type)
    {
        var waves = new double[(long)places * Features];
        for (int d = 0; d < Features; d++)
        {
            double frequency = Math.Pow(Theta, -(double)(d - d % 2) / Features);
            for (int t = 0; t < places; t++) waves[t * Features + d] = d % 2 == 0 ? Math.Sin(t * frequency) : Math.Cos(t * frequency);
        }
        return StepScope.Keep(Tensor.Wrap(waves, [places, Features]).Cast(type));
    }
}
