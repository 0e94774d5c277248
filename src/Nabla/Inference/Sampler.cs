namespace Nabla.Inference;

/// <summary>Draws elements of a sequence from a model's scores.</summary>
/// <remarks>
/// Computed in double precision from one stream of random numbers, one number a draw: the same scores and stream give the same
/// elements. Not safe for use from several threads at once.
/// </remarks>
public sealed class Sampler
{
    readonly RandomStream random;

    /// <summary>A sampler.</summary>
    /// <param name="random">Where random numbers come from: <c>new RandomStream(seed, "sample")</c>.</param>
    /// <param name="options">How elements are drawn; the model's own distribution by default.</param>
    public Sampler(RandomStream random, SamplingOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(random);
        this.random = random;
        Options = options ?? new();
    }

    /// <summary>How elements are drawn.</summary>
    public SamplingOptions Options { get; }

    /// <summary>Draws an element.</summary>
    /// <param name="logits">A score for each element; −∞ for those that cannot be.</param>
    /// <returns>The element's number.</returns>
    /// <exception cref="ArgumentException">There are no scores, one is NaN or +∞, or all are −∞.</exception>
    public int Next(ReadOnlySpan<double> logits)
    {
        double[] probabilities = Probabilities(logits);
        double u = random.NextDouble(), sum = 0;
        int last = 0;
        for (int i = 0; i < probabilities.Length; i++)
        {
            if (probabilities[i] == 0) continue;
            (last, sum) = (i, sum + probabilities[i]);
            if (u < sum) return i;
        }
        return last; // the sum of all may round to a little less than 1
    }

    /// <summary>The probability with which each element is drawn.</summary>
    /// <param name="logits">A score for each element; −∞ for those that cannot be.</param>
    /// <returns>As many numbers that sum to 1, 0 for elements that are left out.</returns>
    /// <exception cref="ArgumentException">There are no scores, one is NaN or +∞, or all are −∞.</exception>
    /// <remarks>p = softmax(logits / temperature), then zero outside the top k and the top p, then divided by its sum.</remarks>
    public double[] Probabilities(ReadOnlySpan<double> logits)
    {
        double largest = Largest(logits);
        var probabilities = new double[logits.Length];
        if (Options.Temperature == 0)
        {
            probabilities[logits.IndexOf(largest)] = 1;
            return probabilities;
        }
        double sum = 0;
        for (int i = 0; i < logits.Length; i++) sum += probabilities[i] = Math.Exp((logits[i] - largest) / Options.Temperature);
        for (int i = 0; i < logits.Length; i++) probabilities[i] /= sum;
        if (Options.TopK < logits.Length || Options.TopP < 1) KeepLikeliest(probabilities);
        return probabilities;
    }

    void KeepLikeliest(double[] probabilities)
    {
        var order = new int[probabilities.Length];
        for (int i = 0; i < order.Length; i++) order[i] = i;
        // By number where equal: the order of equals must not depend on how the sort goes about it.
        Array.Sort(order, (a, b) => probabilities[b].CompareTo(probabilities[a]) is not 0 and var difference ? difference : a.CompareTo(b));
        double Mass(int count)
        {
            double mass = 0;
            for (int i = 0; i < count; i++) mass += probabilities[order[i]];
            return mass;
        }
        int kept = Math.Min(Options.TopK ?? order.Length, order.Length);
        double ofKept = Mass(kept), reached = 0;
        for (int i = 0; i < kept && Options.TopP < 1; i++)
        {
            reached += probabilities[order[i]];
            if (reached >= Options.TopP * ofKept) kept = i + 1;
        }
        double total = Mass(kept);
        for (int i = 0; i < order.Length; i++)
            probabilities[order[i]] = i < kept ? probabilities[order[i]] / total : 0;
    }

    static double Largest(ReadOnlySpan<double> logits)
    {
        if (logits.IsEmpty) throw new ArgumentException("Sampler: cannot draw from no scores: at least 1 is needed.", nameof(logits));
        double largest = double.NegativeInfinity;
        for (int i = 0; i < logits.Length; i++)
        {
            if (double.IsNaN(logits[i]) || double.IsPositiveInfinity(logits[i]))
                throw new ArgumentException(FormattableString.Invariant($"Sampler: cannot draw from scores with {logits[i]} at {i}: they are finite or -Infinity. The model was not trained well, or its weights are damaged."), nameof(logits));
            largest = Math.Max(largest, logits[i]);
        }
        return !double.IsNegativeInfinity(largest) ? largest : throw new ArgumentException("Sampler: cannot draw from scores that are all -Infinity: no element is possible.", nameof(logits));
    }
}
