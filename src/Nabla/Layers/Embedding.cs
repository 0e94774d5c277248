using Nabla.Initializers;
using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>Whole numbers as trained vectors: <c>[…]</c> becomes <c>[…, features]</c>.</summary>
/// <remarks>y[…] = W[x[…]]; a row's gradient is the sum over its uses. First values as in PyTorch: N(0, 1).</remarks>
public sealed class Embedding : Module
{
    /// <summary>The layer.</summary>
    /// <param name="count">How many numbers there are, 0 to count − 1; ≥ 1.</param>
    /// <param name="features">The length of a vector, ≥ 1.</param>
    /// <param name="paddingIndex">A number that stands for nothing: its row starts at 0 and receives no gradient; none by default.</param>
    /// <param name="weight">What W is drawn from; N(0, 1) by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1, or the padding index is no row.</exception>
    public Embedding(int count, int features, int? paddingIndex = null, IInitializer? weight = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        if (paddingIndex is { } index)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(paddingIndex));
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, count, nameof(paddingIndex));
        }
        (Count, Features, PaddingIndex) = (count, features, paddingIndex);
        IInitializer rows = weight ?? new Normal();
        Weight = AddParameter("weight", [count, features], paddingIndex is { } padding ? new WithZeroRow(rows, padding) : rows);
    }

    /// <summary>How many numbers there are.</summary>
    public int Count { get; }

    /// <summary>The length of a vector.</summary>
    public int Features { get; }

    /// <summary>The number that stands for nothing, or null.</summary>
    public int? PaddingIndex { get; }

    /// <summary>W, <c>[count, features]</c>.</summary>
    public Parameter Weight { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        Tensor rows = x.Embedding(Weight);
        return PaddingIndex is { } padding ? Tensor.Where(x.EqualTo(padding).Unsqueeze(-1), rows.Detach(), rows) : rows;
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => input.Concat([Features]);

    /// <inheritdoc/>
    public override Func<Tensor, Tensor>? BeginSequence(int capacity) => Call;

    /// <summary>Each example adds to rows of a table of its own.</summary>
    internal override IReadOnlyList<(Parameter Parameter, Tensor Gradient)>? PerSample(Tensor x, Tensor dy)
    {
        int count = x.Shape[0];
        if (PaddingIndex is { } padding) dy = dy.MaskedFill(x.EqualTo(padding).Unsqueeze(-1), 0);
        Tensor numbers = x.Cast(DType.Int64).Reshape([count, -1]);
        Tensor places = (numbers + Tensor.Range(0, count, type: DType.Int64).Unsqueeze(-1) * Count).Reshape([-1]);
        Tensor rows = new IndexAdd(0, places, checked(count * Count)).Of(dy.Reshape([(int)places.ElementCount, Features]));
        return [(Weight, rows.Reshape([count, Count, Features]))];
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        Tensor numbers = Tensor.From(new long[,] { { 0, 2 }, { 1, 2 } });
        yield return new(nameof(Embedding), x => numbers.Embedding(x[0]), Sample.Point(random, [3, 4]));
    }

    /// <summary>A distribution with one row set to 0.</summary>
    sealed record WithZeroRow(IInitializer Rows, int Row) : IInitializer
    {
        public Tensor Draw(Shape shape, RandomStream random) =>
            Rows.Draw(shape, random).MaskedFill(Tensor.Range(0, shape[0], type: DType.Int64).EqualTo(Row).Unsqueeze(-1), 0);
    }
}
