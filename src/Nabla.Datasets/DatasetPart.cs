namespace Nabla.Data;

/// <summary>The training or the test part of a data set, prepared for a network.</summary>
/// <remarks>The arrays are the part's own, shared by everyone who uses it: do not write to them.</remarks>
public sealed class DatasetPart : IDataset
{
    readonly Lazily<TensorDataset> tensors;

    /// <summary>A part made of arrays, which it keeps without a copy.</summary>
    /// <param name="inputs"><c>[N, …itemShape]</c>, item after item.</param>
    /// <param name="labels"><c>[N]</c> classes from 0; empty if the answers are numbers.</param>
    /// <param name="targets"><c>[N]</c> numbers; empty if the answers are classes.</param>
    /// <param name="itemShape">Shape of one input, e.g. <c>[1, 28, 28]</c>.</param>
    /// <exception cref="ArgumentException">The sizes contradict each other.</exception>
    public DatasetPart(float[] inputs, long[] labels, float[] targets, IReadOnlyList<int> itemShape)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(labels);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(itemShape);
        ItemLength = itemShape.Aggregate(1, (a, b) => checked(a * b));
        Count = Math.Max(labels.Length, targets.Length);
        if (Math.Min(labels.Length, targets.Length) > 0)
            throw new ArgumentException($"There are {labels.Length} labels and {targets.Length} targets; one of them must be empty.", nameof(targets));
        if (inputs.Length != (long)Count * ItemLength)
            throw new ArgumentException($"There are {inputs.Length} input numbers; {Count} items of {ItemLength} need {(long)Count * ItemLength}.", nameof(inputs));
        Inputs = inputs;
        Labels = labels;
        Targets = targets;
        ItemShape = itemShape;
        tensors = new(() => new TensorDataset(
            Tensor.Wrap(inputs, new Shape([Count, .. itemShape])),
            labels.Length > 0 ? Tensor.Wrap(labels, [Count]) : Tensor.Wrap(targets, [Count, 1])));
    }

    /// <summary>The number N of items.</summary>
    public int Count { get; }

    /// <summary>The shape of one input, e.g. <c>[1, 28, 28]</c> (C, H, W) or <c>[4]</c>.</summary>
    public IReadOnlyList<int> ItemShape { get; }

    /// <summary>The numbers of one input: the product of its shape.</summary>
    public int ItemLength { get; }

    /// <summary>The inputs <c>[N, …ItemShape]</c>, item after item, prepared as <see cref="Dataset.Preparation"/> says.</summary>
    public float[] Inputs { get; }

    /// <summary>The class of each item, <c>[N]</c>, from 0; empty if the answers are numbers.</summary>
    public long[] Labels { get; }

    /// <summary>The number to predict for each item, <c>[N]</c>, as the file has it; empty if the answers are classes.</summary>
    public float[] Targets { get; }

    /// <summary>Some items, put together.</summary>
    /// <param name="examples">Their numbers, each 0 to <see cref="Count"/> − 1.</param>
    /// <returns>Inputs <c>[N, …ItemShape]</c>, and classes <c>[N]</c> (int64) or numbers <c>[N, 1]</c>.</returns>
    /// <exception cref="IndexException">There is no such item.</exception>
    public Batch Take(ReadOnlySpan<int> examples) => tensors.Value.Take(examples);

    /// <summary>One input.</summary>
    /// <param name="index">From 0.</param>
    /// <returns>Its <see cref="ItemLength"/> numbers.</returns>
    public ReadOnlySpan<float> Input(int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
        return Inputs.AsSpan(index * ItemLength, ItemLength);
    }
}
