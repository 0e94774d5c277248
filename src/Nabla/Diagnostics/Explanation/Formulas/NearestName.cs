namespace Nabla.Diagnostics;

/// <summary>Finds what a misspelt name was meant to be.</summary>
internal static class NearestName
{
    /// <summary><c> Did you mean 'x'?</c> with a space before it, or nothing where no name is near.</summary>
    public static string Hint(string name, IEnumerable<string> known) => Of(name, known) is { } near ? $" Did you mean '{near}'?" : "";

    /// <summary>The known name nearest to one given; null where a third of it or more would have to change.</summary>
    public static string? Of(string name, IEnumerable<string> known)
    {
        string? best = null;
        int least = int.MaxValue;
        foreach (string candidate in known)
        {
            if (name.Length > 64 || candidate.Length > 64) continue;
            int distance = string.Equals(name, candidate, StringComparison.OrdinalIgnoreCase) ? 0 : Distance(name, candidate);
            if (distance < least || (distance == least && Prefix(name, candidate) > Prefix(name, best!))) (best, least) = (candidate, distance);
        }
        return least <= Math.Max(1, name.Length / 3) && least < name.Length ? best : null;
    }

    static int Prefix(string a, string b) => a.AsSpan().CommonPrefixLength(b);

    /// <summary>Letters inserted, dropped, changed, or swapped with their neighbour (optimal string alignment).</summary>
    static int Distance(string a, string b)
    {
        var cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++) cost[i, 0] = i;
        for (int j = 0; j <= b.Length; j++) cost[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                bool same = char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]);
                cost[i, j] = Math.Min(Math.Min(cost[i - 1, j], cost[i, j - 1]) + 1, cost[i - 1, j - 1] + (same ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }
        return cost[a.Length, b.Length];
    }
}
