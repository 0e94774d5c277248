namespace Nabla;

/// <summary>What stands in a padded border.</summary>
public enum PadMode
{
    /// <summary>One value.</summary>
    Constant,

    /// <summary>The nearest element: <c>a a a | a b c | c c c</c>.</summary>
    Replicate,

    /// <summary>The mirror image without the edge: <c>c b | a b c | b a</c>.</summary>
    Reflect,

    /// <summary>The other end: <c>b c | a b c | a b</c>.</summary>
    Circular,
}
