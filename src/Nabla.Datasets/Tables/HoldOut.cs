namespace Nabla.Data;

/// <summary>The fixed split of the small tables: within each class, in the file's order, every fifth row is a test row.</summary>
/// <remarks>
/// So the 5th, 10th, … row of a class: 80 % to 20 % in every class, the same on every machine, and checkable by eye.
/// A table without classes counts all its rows as one class.
/// </remarks>
static class HoldOut
{
    public const int Period = 5;

    /// <summary>Whether each row is a test row.</summary>
    public static bool[] TestRows(ReadOnlySpan<long> labels, int classCount)
    {
        int[] seen = new int[classCount];
        bool[] test = new bool[labels.Length];
        for (int i = 0; i < labels.Length; i++)
            test[i] = ++seen[(int)labels[i]] % Period == 0;
        return test;
    }
}
