using Nabla.Operations;

namespace Nabla;

/// <summary>Whole numbers as vectors.</summary>
public static class EmbeddingExtensions
{
    extension(Tensor x)
    {
        /// <summary>For each of these whole numbers, a row of a table.</summary>
        /// <param name="table">The rows, <c>[count, features]</c>; it receives the gradient, added up over the uses of a row.</param>
        /// <returns><c>[…]</c> becomes <c>[…, features]</c>.</returns>
        /// <exception cref="ShapeException">The table is no matrix.</exception>
        /// <exception cref="IndexException">A number is no row.</exception>
        /// <exception cref="DTypeException">These are not whole numbers.</exception>
        public Tensor Embedding(Tensor table)
        {
            if (table.Rank != 2) throw new ShapeException($"Embedding: cannot look up in {table.Shape}: it has {table.Rank} axes, expected 2, [count, features].", table.Shape);
            return table.IndexSelect(0, x.Reshape([-1])).Reshape(x.Shape.Concat([table.Shape[1]]));
        }

        /// <summary>For each of these whole numbers, a vector with 1 at its place and 0 elsewhere.</summary>
        /// <param name="classes">The length of the vectors.</param>
        /// <param name="type">Their element type, float32 unless given.</param>
        /// <returns><c>[…]</c> becomes <c>[…, classes]</c>; it has no gradient.</returns>
        /// <exception cref="IndexException">A number is not below <paramref name="classes"/>.</exception>
        /// <exception cref="DTypeException">These are not whole numbers.</exception>
        public Tensor OneHot(int classes, DType type = DType.Float32)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(classes);
            Tensor places = Places.Checked(x, [classes], 0, "OneHot");
            Tensor y = Tensor.Zeros(x.Shape.Concat([classes]), type);
            switch (type)
            {
                case DType.Float32: Mark(places, 1f, y); break;
                case DType.Float64: Mark(places, 1.0, y); break;
                case DType.Int64: Mark(places, 1L, y); break;
                case DType.Int32: Mark(places, 1, y); break;
                case DType.UInt8: Mark<byte>(places, 1, y); break;
                default: Mark(places, true, y); break;
            }
            return y;
        }
    }

    static void Mark<T>(Tensor places, T one, Tensor y) where T : unmanaged
    {
        ReadOnlySpan<long> span = places.Span<long>();
        Span<T> rows = y.Span<T>();
        int classes = y.Shape[^1];
        for (int i = 0; i < span.Length; i++) rows[i * classes + (int)span[i]] = one;
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        Tensor index = Tensor.From(new long[,] { { 0, 2 }, { 1, 2 } });
        yield return new("Embedding", t => index.Embedding(t[0]), Sample.Point(random, [3, 4]));
    }
}
