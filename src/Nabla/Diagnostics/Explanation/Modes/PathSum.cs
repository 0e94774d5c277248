namespace Nabla.Diagnostics;

/// <summary>The derivative by one name as the naive algorithm finds it: a sum over all paths.</summary>
/// <param name="Name">The name.</param>
/// <param name="PathCount">How many paths lead from it to the result; counted without walking them, past 2⁵³ rounded.</param>
/// <param name="EdgeVisits">The edges on all those paths together: what the algorithm visits.</param>
/// <param name="Paths">The paths that were walked.</param>
/// <param name="Sum">The sum of the products along <paramref name="Paths"/>: the derivative where the list is complete.</param>
/// <param name="IsComplete">Whether every path was walked.</param>
public sealed record PathSum(string Name, double PathCount, double EdgeVisits, IReadOnlyList<ExplainedPath> Paths, double Sum, bool IsComplete);
