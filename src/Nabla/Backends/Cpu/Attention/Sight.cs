namespace Nabla.Backends.Cpu;

/// <summary>Which keys of a block its queries see: query r the first <c>firstSeen + r·moreSeen</c>, at most all <see cref="Width"/>.</summary>
internal readonly struct Sight(int firstSeen, int moreSeen, int width)
{
    /// <summary>Keys of the block.</summary>
    public int Width => width;

    /// <summary>How many keys a query sees.</summary>
    public int Seen(int query) => Math.Clamp(firstSeen + query * moreSeen, 0, width);

    /// <summary>The first query that sees a key.</summary>
    public int FirstToSee(int key) => moreSeen == 0 ? 0 : Math.Max(0, key + 1 - firstSeen);
}
