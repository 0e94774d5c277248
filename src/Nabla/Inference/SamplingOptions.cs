namespace Nabla.Inference;

/// <summary>How the next element of a sequence is drawn from a model's scores.</summary>
/// <remarks>The temperature comes first, then the <see cref="TopK"/> likeliest are kept, and of those the fewest that have the share <see cref="TopP"/>.</remarks>
public sealed record SamplingOptions
{
    /// <summary>What scores are divided by before the softmax, ≥ 0; 1 by default. Below 1 likely elements become likelier; 0 always takes the likeliest.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 0 or not finite.</exception>
    public double Temperature
    {
        get;
        init => field = value is >= 0 and < double.PositiveInfinity ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "SamplingOptions: cannot use the temperature: it is a finite number of at least 0.");
    } = 1;

    /// <summary>How many of the likeliest elements can be drawn, ≥ 1; all if null (default). Of equals the first are kept.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is below 1.</exception>
    public int? TopK
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "SamplingOptions: cannot keep the likeliest elements: at least 1 is kept.");
    }

    /// <summary>The share of probability that is kept, the likeliest elements first and the one that reaches it included; above 0, at most 1, 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not above 0 and at most 1.</exception>
    /// <remarks>Nucleus sampling. A. Holtzman and others, 2019, arXiv:1904.09751.</remarks>
    public double TopP
    {
        get;
        init => field = value is > 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "SamplingOptions: cannot keep a share of probability: it is above 0 and at most 1.");
    } = 1;
}
