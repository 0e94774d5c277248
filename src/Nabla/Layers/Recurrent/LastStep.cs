using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>The last step of each sequence: <c>[N, T, features]</c> becomes <c>[N, features]</c>.</summary>
/// <remarks>
/// What a classifier takes of a recurrent network's outputs. Of a network of both directions the half against time has seen one step there:
/// its last state is at the first step, and the state that <see cref="Lstm.Forward(Tensor, LstmState?, Tensor?)"/> returns has both.
/// </remarks>
public sealed class LastStep : Module
{
    /// <summary>The layer.</summary>
    /// <param name="batchFirst">Whether inputs are <c>[N, T, …]</c>, the default; else <c>[T, N, …]</c>.</param>
    public LastStep(bool batchFirst = true) => IsBatchFirst = batchFirst;

    /// <summary>Whether the batch's axis stands before that of the steps.</summary>
    public bool IsBatchFirst { get; }

    /// <summary>The step T − 1 of all sequences.</summary>
    /// <param name="x">The sequences, <c>[N, T, …]</c> (<c>[T, N, …]</c> unless batch first).</param>
    /// <returns><c>[N, …]</c>.</returns>
    /// <exception cref="ShapeException">There is no axis of steps, or no step.</exception>
    public override Tensor Forward(Tensor x)
    {
        _ = OutputShape(x.Shape);
        int axis = IsBatchFirst ? 1 : 0;
        return x.Narrow(axis, x.Shape[axis] - 1, 1).Squeeze(axis);
    }

    /// <summary>The last step of each sequence that counts.</summary>
    /// <param name="x">The sequences, <c>[N, T, …]</c> (<c>[T, N, …]</c> unless batch first).</param>
    /// <param name="lengths">How many steps of each sequence count, whole numbers <c>[N]</c>, 1 to T.</param>
    /// <returns><c>[N, …]</c>.</returns>
    /// <exception cref="ShapeException">There is no axis of steps, or not one length for each sequence.</exception>
    /// <exception cref="IndexException">A length is below 1 or above T.</exception>
    /// <exception cref="DTypeException">The lengths are no whole numbers.</exception>
    public Tensor Forward(Tensor x, Tensor lengths)
    {
        Shape shape = OutputShape(x.Shape);
        Tensor rows = IsBatchFirst ? x : x.Transpose(0, 1);
        (int batch, int steps) = (rows.Shape[0], rows.Shape[1]);
        long[] ends = SequenceLengths.Checked(nameof(LastStep), lengths, single: false, batch, steps);
        for (int n = 0; n < batch; n++) ends[n] += (long)n * steps - 1;
        return rows.Reshape(new Shape([Shape.Size((long)batch * steps, nameof(LastStep))]).Concat(rows.Shape.Slice(2, rows.Rank))).IndexSelect(0, Tensor.From<long>(ends)).Reshape(shape);
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        int axis = IsBatchFirst ? 1 : 0;
        if (input.Rank < 2)
            throw new ShapeException($"LastStep: cannot take {input}: it has {input.Rank} axes, expected 2 or more, {(IsBatchFirst ? "[N, T, …]" : "[T, N, …]")}.", input);
        return input[axis] > 0 ? input.Without(axis) : throw new ShapeException($"LastStep: cannot take {input}: axis {axis} has 0 steps, at least 1 is needed.", input);
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        yield return new LastStep().At(Sample.Point(random, [2, 3, 2]));
        yield return new LastStep(batchFirst: false).At(Sample.Point(random, [3, 2]));
        Tensor lengths = Tensor.From<long>(3, 1);
        yield return new(nameof(LastStep), x => new LastStep().Forward(x[0], lengths), Sample.Point(random, [2, 3, 2]));
        yield return new(nameof(LastStep), x => new LastStep(batchFirst: false).Forward(x[0], lengths), Sample.Point(random, [3, 2, 2]));
    }
}
