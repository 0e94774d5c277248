using System.Runtime.CompilerServices;
using static System.FormattableString;

namespace Nabla.Schedules;

/// <summary>One number for all parameter groups, or one for each: write <c>0.1</c> or <c>[0.1, 0.01]</c>.</summary>
[CollectionBuilder(typeof(PerGroup), nameof(Each))]
public sealed class PerGroup
{
    readonly double[] values;

    PerGroup(double[] values) => this.values = values;

    /// <summary>The number of a group.</summary>
    /// <param name="group">The group, from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">Numbers are given for fewer groups, and for more than one.</exception>
    public double this[int group] => values.Length == 1 ? values[0] : (uint)group < (uint)values.Length
        ? values[group]
        : throw new ArgumentOutOfRangeException(nameof(group), group, Invariant($"PerGroup: cannot tell the number of parameter group {group}: numbers are given for {values.Length} groups."));

    /// <summary>The same number for all groups.</summary>
    /// <param name="value">The number.</param>
    public static PerGroup All(double value) => new([value]);

    /// <summary>A number for each group.</summary>
    /// <param name="values">The numbers in the order of the groups; at least one.</param>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static PerGroup Each(ReadOnlySpan<double> values) =>
        values.IsEmpty ? throw new ArgumentException("PerGroup: cannot use 0 numbers: at least 1 is needed.", nameof(values)) : new([.. values]);

    /// <summary>The same number for all groups.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator PerGroup(double value) => All(value);

    /// <summary>The numbers.</summary>
    public ReadOnlySpan<double>.Enumerator GetEnumerator() => ((ReadOnlySpan<double>)values).GetEnumerator();

    /// <summary>The numbers, each checked.</summary>
    internal PerGroup Checked(Func<double, string, double> check, string what)
    {
        foreach (double value in values) check(value, what);
        return this;
    }
}
