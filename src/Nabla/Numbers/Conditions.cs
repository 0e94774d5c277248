namespace Nabla.Numbers;

/// <summary>The condition <paramref name="Left"/> &lt; <paramref name="Right"/>, not yet decided.</summary>
public readonly record struct Less<V>(V Left, V Right);

/// <summary>The condition <paramref name="Left"/> ≤ <paramref name="Right"/>, not yet decided.</summary>
public readonly record struct LessOrEqual<V>(V Left, V Right);
