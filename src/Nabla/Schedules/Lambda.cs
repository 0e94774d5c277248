namespace Nabla.Schedules;

/// <summary>A share of the initial rate that a function gives: rate = initial·factor(step).</summary>
/// <remarks>PyTorch's LambdaLR.</remarks>
public sealed class Lambda : Schedule
{
    readonly Func<long, double>[] factors;

    /// <summary>The schedule.</summary>
    /// <param name="factors">From the step to the share: one function for all parameter groups, or one for each.</param>
    /// <exception cref="ArgumentException">There is no function.</exception>
    public Lambda(params Func<long, double>[] factors) => this.factors = GroupFunction.Checked(factors, nameof(Lambda));

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">There are functions for other groups alone.</exception>
    public override double Rate(long step, double initial, int group = 0) => initial * factors[GroupFunction.Place(factors, group, nameof(Lambda))](step);
}
