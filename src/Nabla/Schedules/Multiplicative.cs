namespace Nabla.Schedules;

/// <summary>Multiplies the rate each step by what a function gives: rate = initial·factor(1)·…·factor(step).</summary>
/// <remarks>
/// PyTorch's MultiplicativeLR. The product is remembered as far as it was computed, so a step further costs one call; asking for an
/// earlier step computes it anew. Within a <see cref="Sequenced"/> it starts from the initial rate, where PyTorch's goes on from the last.
/// </remarks>
public sealed class Multiplicative : Schedule
{
    readonly Func<long, double>[] factors;
    readonly (long Step, double Product)[] reached;
    readonly Lock memory = new();

    /// <summary>The schedule.</summary>
    /// <param name="factors">From the step, 1 at first, to the factor: one function for all parameter groups, or one for each. A function of its argument alone.</param>
    /// <exception cref="ArgumentException">There is no function.</exception>
    public Multiplicative(params Func<long, double>[] factors)
    {
        this.factors = GroupFunction.Checked(factors, nameof(Multiplicative));
        reached = new (long, double)[factors.Length];
        Array.Fill(reached, (0, 1));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">There are functions for other groups alone.</exception>
    public override double Rate(long step, double initial, int group = 0)
    {
        int place = GroupFunction.Place(factors, group, nameof(Multiplicative));
        lock (memory)
        {
            (long at, double product) = reached[place].Step <= step ? reached[place] : (0, 1);
            while (at < step) product *= factors[place](++at);
            reached[place] = (at, product);
            return initial * product;
        }
    }
}
