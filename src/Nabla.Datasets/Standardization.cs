using System.Text.Json.Serialization;

namespace Nabla.Data;

/// <summary>How raw inputs become a network's inputs: y = (x − mean) / scale, feature by feature.</summary>
/// <remarks>
/// Fitted on the training part only, and kept with the model: whoever predicts must prepare inputs in the same way.
/// Serialises as <c>{"means":[…],"scales":[…]}</c>. The arithmetic is in double precision, rounded once.
/// </remarks>
public sealed class Standardization
{
    readonly float[] means;
    readonly float[] scales;

    /// <summary>A known preparation.</summary>
    /// <param name="means">One for each feature, or a single one for all of them.</param>
    /// <param name="scales">As many; finite and not 0.</param>
    /// <exception cref="ArgumentException">The lengths differ or are 0, a mean is not finite, or a scale is 0 or not finite.</exception>
    [JsonConstructor]
    public Standardization(IReadOnlyList<float> means, IReadOnlyList<float> scales)
    {
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(scales);
        if (means.Count != scales.Count || means.Count == 0)
            throw new ArgumentException($"There are {means.Count} means and {scales.Count} scales; as many of both are needed, at least 1.", nameof(scales));
        if (!means.All(float.IsFinite))
            throw new ArgumentException("A mean is not finite.", nameof(means));
        if (!scales.All(s => float.IsFinite(s) && s != 0))
            throw new ArgumentException("A scale is 0 or not finite.", nameof(scales));
        this.means = [.. means];
        this.scales = [.. scales];
    }

    /// <summary>What is subtracted: one for each feature, or a single one for all of them.</summary>
    [JsonPropertyName("means")]
    public IReadOnlyList<float> Means => means;

    /// <summary>What is divided by, never 0: one for each feature, or a single one for all of them.</summary>
    [JsonPropertyName("scales")]
    public IReadOnlyList<float> Scales => scales;

    /// <summary>Divides every feature by the same number.</summary>
    /// <param name="scale">255 brings the pixels of an image to 0 … 1.</param>
    public static Standardization DivideBy(float scale) => new([0f], [scale]);

    /// <summary>The preparation that gives every feature of these rows mean 0 and standard deviation 1.</summary>
    /// <param name="rows"><c>[N, featureCount]</c>, N at least 1, row after row.</param>
    /// <param name="featureCount">Features of a row.</param>
    /// <returns>Means and population standard deviations; a feature that never varies gets scale 1, so it becomes 0.</returns>
    /// <exception cref="ArgumentException">The numbers are not a positive number of whole rows, or not finite.</exception>
    /// <remarks>Welford's method in double precision, so a constant feature has variance exactly 0.</remarks>
    public static Standardization Fit(ReadOnlySpan<float> rows, int featureCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(featureCount);
        if (rows.IsEmpty || rows.Length % featureCount != 0)
            throw new ArgumentException($"{rows.Length} numbers are not a positive number of rows of {featureCount}.", nameof(rows));
        int count = rows.Length / featureCount;
        float[] centres = new float[featureCount];
        float[] deviations = new float[featureCount];
        for (int feature = 0; feature < featureCount; feature++)
        {
            double mean = 0;
            double squares = 0;
            for (int row = 0; row < count; row++)
            {
                double x = rows[row * featureCount + feature];
                double fromOld = x - mean;
                mean += fromOld / (row + 1);
                squares += fromOld * (x - mean);
            }

            float deviation = (float)Math.Sqrt(squares / count);
            centres[feature] = (float)mean;
            deviations[feature] = deviation == 0 ? 1 : deviation;
        }

        return new Standardization(centres, deviations);
    }

    /// <summary>Prepares rows in place.</summary>
    /// <param name="rows">Raw inputs <c>[N, features]</c>, row after row; prepared ones afterwards.</param>
    /// <exception cref="ArgumentException">The numbers are not whole rows.</exception>
    public void Apply(Span<float> rows)
    {
        if (rows.Length % means.Length != 0)
            throw new ArgumentException($"{rows.Length} numbers are not whole rows of {means.Length}.", nameof(rows));
        for (int start = 0; start < rows.Length; start += means.Length)
        {
            for (int i = 0; i < means.Length; i++)
                rows[start + i] = (float)((rows[start + i] - (double)means[i]) / scales[i]);
        }
    }
}
