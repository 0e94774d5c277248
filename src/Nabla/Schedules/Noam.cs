namespace Nabla.Schedules;

/// <summary>The rate of the first transformer: up along a line, then down with the root of the step.</summary>
/// <remarks>
/// rate = initial·modelSize^(−1/2)·min(n^(−1/2), n·warmUp^(−3/2)) with n = step + 1: an initial rate of 1 gives the paper's.
/// A. Vaswani et al., "Attention is all you need", 2017, arXiv:1706.03762, equation 3.
/// </remarks>
public sealed class Noam : Schedule
{
    /// <summary>The schedule.</summary>
    /// <param name="modelSize">The width of the model (d_model), ≥ 1.</param>
    /// <param name="warmUp">The step of the largest rate, ≥ 1; 4,000 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    public Noam(int modelSize, long warmUp = 4000) => (ModelSize, WarmUp) = ((int)AtLeast(1, modelSize, nameof(modelSize)), AtLeast(1, warmUp, nameof(warmUp)));

    /// <summary>The width of the model.</summary>
    public int ModelSize { get; }

    /// <summary>The step of the largest rate.</summary>
    public long WarmUp { get; }

    /// <inheritdoc/>
    public override double Rate(long step, double initial, int group = 0)
    {
        double n = step + 1.0;
        return initial / Math.Sqrt(ModelSize) * Math.Min(1 / Math.Sqrt(n), n / (WarmUp * Math.Sqrt(WarmUp)));
    }
}
