using static System.FormattableString;

namespace Nabla.Schedules;

/// <summary>One function for all parameter groups, or one for each.</summary>
internal static class GroupFunction
{
    public static Func<long, double>[] Checked(Func<long, double>[] functions, string schedule)
    {
        ArgumentNullException.ThrowIfNull(functions);
        if (functions.Length == 0) throw new ArgumentException($"{schedule}: cannot use 0 functions: at least 1 is needed.", nameof(functions));
        foreach (Func<long, double> function in functions) ArgumentNullException.ThrowIfNull(function, nameof(functions));
        return [.. functions];
    }

    public static int Place(Func<long, double>[] functions, int group, string schedule) => functions.Length == 1 ? 0 : (uint)group < (uint)functions.Length
        ? group
        : throw new ArgumentOutOfRangeException(nameof(group), group, Invariant($"{schedule}: cannot tell the rate of parameter group {group}: functions are given for {functions.Length} groups."));
}
