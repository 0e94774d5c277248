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
    /// <param name="run">How many numbers in a row share a mean and scale, ≥ 1: 1 (default), or the pixels of a channel.</param>
    /// <exception cref="ArgumentException">The lengths differ or are 0, a mean is not finite, or a scale is 0 or not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="run"/> is below 1.</exception>
    [JsonConstructor]
    public Standardization(IReadOnlyList<float> means, IReadOnlyList<float> scales, int run = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(run, 1);
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
        Run = run;
    }

    /// <summary>What is subtracted: one for each feature, or a single one for all of them.</summary>
    [JsonPropertyName("means")]
    public IReadOnlyList<float> Means => means;

    /// <summary>What is divided by, never 0: one for each feature, or a single one for all of them.</summary>
    [JsonPropertyName("scales")]
    public IReadOnlyList<float> Scales => scales;

    /// <summary>How many numbers in a row share a mean and scale: 1 for the features of a table, the pixels of a channel for images.</summary>
    [JsonPropertyName("run")]
    public int Run { get; }

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

    /// <summary>The preparation that gives every channel of these images mean 0 and standard deviation 1.</summary>
    /// <param name="images"><c>[N, channels, …]</c>, N at least 1, image after image.</param>
    /// <param name="channels">Channels of an image.</param>
    /// <param name="pixels">Numbers of a channel.</param>
    /// <returns>Means and population standard deviations; a channel that never varies gets scale 1, so it becomes 0.</returns>
    /// <exception cref="ArgumentException">The numbers are not a positive number of whole images.</exception>
    /// <remarks>Sums of differences from the channel's first number, in double precision.</remarks>
    public static Standardization FitChannels(ReadOnlySpan<float> images, int channels, int pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pixels);
        int image = checked(channels * pixels);
        if (images.IsEmpty || images.Length % image != 0)
            throw new ArgumentException($"{images.Length} numbers are not a positive number of images of {channels} channels of {pixels}.", nameof(images));
        float[] centres = new float[channels];
        float[] deviations = new float[channels];
        for (int channel = 0; channel < channels; channel++)
        {
            // Differences from a number of the data keep the variance exact where the channel is constant.
            double origin = images[channel * pixels], sum = 0, squares = 0;
            for (int start = channel * pixels; start < images.Length; start += image)
            {
                foreach (float value in images.Slice(start, pixels))
                {
                    double difference = value - origin;
                    sum += difference;
                    squares += difference * difference;
                }
            }

            double count = images.Length / (double)channels, mean = sum / count;
            float deviation = (float)Math.Sqrt(Math.Max(0, squares / count - mean * mean));
            centres[channel] = (float)(origin + mean);
            deviations[channel] = deviation == 0 ? 1 : deviation;
        }

        return new Standardization(centres, deviations, pixels);
    }

    /// <summary>This preparation after another that treats all numbers alike, as one that starts from raw inputs.</summary>
    internal Standardization After(Standardization first)
    {
        (double mean, double scale) = (first.means[0], first.scales[0]);
        return new Standardization([.. means.Select(m => (float)(mean + scale * m))], [.. scales.Select(s => (float)(scale * s))], Run);
    }

    /// <summary>Prepares rows in place.</summary>
    /// <param name="rows">Raw inputs <c>[N, features]</c>, row after row; prepared ones afterwards.</param>
    /// <exception cref="ArgumentException">The numbers are not whole rows.</exception>
    public void Apply(Span<float> rows)
    {
        long row = (long)means.Length * Run;
        if (rows.Length % row != 0)
            throw new ArgumentException($"{rows.Length} numbers are not whole rows of {row}.", nameof(rows));
        for (int start = 0; start < rows.Length;)
        {
            for (int i = 0; i < means.Length; i++)
            {
                foreach (ref float value in rows.Slice(start, Run))
                    value = (float)((value - (double)means[i]) / scales[i]);
                start += Run;
            }
        }
    }
}
