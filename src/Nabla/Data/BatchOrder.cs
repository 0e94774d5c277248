namespace Nabla.Data;

/// <summary>Which examples each step of an epoch takes.</summary>
/// <remarks>The last batch is smaller where the examples do not divide evenly.</remarks>
public sealed class BatchOrder
{
    readonly int[] order;

    /// <summary>Batches of the examples in their own order.</summary>
    /// <param name="count">The number of examples, ≥ 0.</param>
    /// <param name="batchSize">The most examples of a batch, ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is too small.</exception>
    public BatchOrder(int count, int batchSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        order = [.. Enumerable.Range(0, count)];
        BatchSize = batchSize;
    }

    /// <summary>The most examples of a batch.</summary>
    public int BatchSize { get; }

    /// <summary>The number of batches.</summary>
    public int Count => (int)(((long)order.Length + BatchSize - 1) / BatchSize);

    /// <summary>The numbers of a batch's examples; valid until the next shuffle.</summary>
    /// <param name="batch">0 to <see cref="Count"/> − 1.</param>
    public ReadOnlySpan<int> this[int batch] => order.AsSpan(batch * BatchSize, Math.Min(BatchSize, order.Length - batch * BatchSize));

    /// <summary>Puts the examples into the random order of an epoch.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="epoch">Each epoch has an order of its own, whatever came before.</param>
    public void Shuffle(ulong seed, int epoch)
    {
        for (int i = 0; i < order.Length; i++) order[i] = i;
        RandomStream random = new RandomStream(seed, "shuffle").Named(epoch.ToString(System.Globalization.CultureInfo.InvariantCulture));
        for (int i = order.Length - 1; i > 0; i--)
        {
            int j = random.NextInt(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
    }
}
