namespace Nabla.Backends.Cpu;

/// <summary>A key and the place that it came from.</summary>
internal readonly record struct Keyed<TKey>(TKey Key, int Place);
