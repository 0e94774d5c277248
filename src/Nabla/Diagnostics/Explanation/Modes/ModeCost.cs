namespace Nabla.Diagnostics;

/// <summary>What a way to find all derivatives of a formula costs.</summary>
/// <param name="Mode">The way; numeric has two, told apart by <paramref name="Variant"/>.</param>
/// <param name="Variant">Empty, <c>oneSided</c> or <c>central</c>.</param>
/// <param name="Passes">Passes over the graph, paths, or values of the function.</param>
/// <param name="EdgeVisits">How often an edge's derivative is used; 0 where none is.</param>
/// <param name="Multiplications">Products of derivatives.</param>
/// <param name="Additions">Sums over uses, inputs or paths.</param>
/// <param name="Operations">
/// All together: multiplications and additions; of numeric modes the operations of the formula times the passes; of the symbolic
/// mode the vertices of the derivatives' expressions, each written out as a tree by the rules and not simplified.
/// </param>
/// <remarks>
/// Only edges that lead from a name count, since constants have no derivative; local derivatives, which every mode but the numeric
/// computes once an edge, are not counted. Counts past 2⁵³ are rounded, past 10³⁰⁸ infinite.
/// </remarks>
public sealed record ModeCost(ExplanationMode Mode, string Variant, double Passes, double EdgeVisits, double Multiplications, double Additions, double Operations);
