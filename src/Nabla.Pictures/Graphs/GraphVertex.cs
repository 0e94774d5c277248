namespace Nabla.Pictures;

/// <summary>A vertex of a drawn graph.</summary>
/// <param name="Text">What stands in it.</param>
/// <param name="Above">What stands above it, e.g. its value; may be empty.</param>
/// <param name="Below">What stands below it in red, e.g. its gradient; may be empty.</param>
/// <param name="IsLeaf">Whether it is an input: drawn with straight corners.</param>
public sealed record GraphVertex(string Text, string Above = "", string Below = "", bool IsLeaf = false);
