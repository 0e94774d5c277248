namespace Nabla.Serialization;

/// <summary>A tensor that a header declares.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Start">Its first byte, counted from the end of the header.</param>
/// <param name="End">The byte after its last.</param>
internal readonly record struct SafeTensorsEntry(string Name, DType Type, Shape Shape, long Start, long End);
