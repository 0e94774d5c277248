namespace Nabla.Backends.Cpu;

/// <summary>What attention knows of each row of a block while keys pass by; room for whole lanes.</summary>
/// <param name="memory">Four numbers a row.</param>
internal readonly ref struct RowNumbers<T>(Span<T> memory)
{
    readonly Span<T> memory = memory;

    /// <summary>The largest score so far; at the end ln Σ exp.</summary>
    public Span<T> Largest => Part(0);

    /// <summary>Σ exp(score − largest).</summary>
    public Span<T> Sums => Part(1);

    /// <summary>By what the last block of keys shrinks what was summed before it; at the end 1 / sum.</summary>
    public Span<T> Shrink => Part(2);

    /// <summary>The sum of the last block.</summary>
    public Span<T> Added => Part(3);

    Span<T> Part(int index) => memory.Slice(index * (memory.Length / 4), memory.Length / 4);
}
