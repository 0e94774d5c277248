namespace Nabla.Data;

/// <summary>Examples by their numbers: what training and evaluation run over.</summary>
public interface IDataset
{
    /// <summary>The number of examples.</summary>
    int Count { get; }

    /// <summary>Some examples, put together.</summary>
    /// <param name="examples">Their numbers, each 0 to <see cref="Count"/> − 1.</param>
    /// <returns>As many inputs and targets, in that order.</returns>
    /// <exception cref="IndexException">There is no such example.</exception>
    Batch Take(ReadOnlySpan<int> examples);
}
