using Nabla.Operations;

namespace Nabla;

/// <summary>Sums of products in Einstein's notation: a composite of permutations and batched matrix products.</summary>
public static class EinsumExtensions
{
    extension(Tensor)
    {
        /// <summary>A sum of products over named axes: <c>"ij,jk->ik"</c> is a matrix product.</summary>
        /// <param name="equation">
        /// A letter for each axis of each operand, operands parted by commas, then <c>-></c> and the axes of the result; without an arrow the
        /// letters that occur once, in alphabetical order. <c>...</c> stands for broadcast leading axes. A letter twice in one operand takes its diagonal.
        /// </param>
        /// <param name="operands">As many as the equation names.</param>
        /// <returns>A tensor with the axes after the arrow; what is not named there is summed over.</returns>
        /// <exception cref="ShapeException">The equation does not fit the operands, or one letter has two sizes.</exception>
        /// <remarks>Operands are multiplied from left to right, two at a time, each letter being summed as soon as nobody needs it.</remarks>
        public static Tensor Einsum(string equation, params ReadOnlySpan<Tensor> operands)
        {
            EinsumEquation parsed = EinsumEquation.Parse(equation, operands);
            Tensor result = Diagonal(operands[0], parsed.Inputs[0]);
            string axes = Distinct(parsed.Inputs[0]);
            (result, axes) = Reduced(result, axes, Needed(parsed, 1));
            for (int i = 1; i < operands.Length; i++)
            {
                string needed = Needed(parsed, i + 1), right = Distinct(parsed.Inputs[i]);
                (Tensor b, right) = Reduced(Diagonal(operands[i], parsed.Inputs[i]), right, needed + axes);
                (result, axes) = Product(result, axes, b, right, needed);
            }
            return Ordered(result, axes, parsed.Output);
        }
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        yield return new("Einsum", t => Tensor.Einsum("ij,jk->ik", t[0], t[1]), Sample.Point(random, [2, 3]), Sample.Point(random, [3, 4]));
        yield return new("Einsum", t => Tensor.Einsum("bij,bjk", t[0], t[1]), Sample.Point(random, [2, 2, 3]), Sample.Point(random, [2, 3, 2]));
        yield return new("Einsum", t => Tensor.Einsum("i,j,k->kij", t[0], t[1], t[2]), Sample.Point(random, [2]), Sample.Point(random, [3]), Sample.Point(random, [2]));
        yield return new("Einsum", t => Tensor.Einsum("ii->i", t[0]), Sample.Point(random, [3, 3]));
        yield return new("Einsum", t => Tensor.Einsum("...ij,...j->...i", t[0], t[1]), Sample.Point(random, [2, 3, 4]), Sample.Point(random, [1, 4]));
        yield return new("Einsum", t => Tensor.Einsum("ijk->", t[0]), Sample.Point(random, [2, 3, 2]));
    }

    /// <summary>The letters that the result or a later operand still needs.</summary>
    static string Needed(EinsumEquation equation, int from) => equation.Output + string.Concat(equation.Inputs.Skip(from));

    static string Distinct(string letters) => new([.. letters.Distinct()]);

    /// <summary>Letters that stand twice become one axis: elements with equal indices are picked by a product with the identity.</summary>
    static Tensor Diagonal(Tensor x, string letters)
    {
        for (int i = 0; i < letters.Length; i++)
        {
            int j = letters.IndexOf(letters[i], i + 1);
            if (j < 0) continue;
            Tensor last = x.Transpose(j, -1).Transpose(i, -2);
            string order = Swapped(Swapped(letters, j, letters.Length - 1), i, letters.Length - 2);
            Tensor diagonal = (last * Tensor.Eye(last.Shape[^1], x.DType)).Sum(-1);
            return Diagonal(diagonal, order[..^1]) is var y && Distinct(order[..^1]) is var got ? Ordered(y, got, Distinct(letters)) : y;
        }
        return x;
    }

    static string Swapped(string letters, int a, int b)
    {
        char[] order = letters.ToCharArray();
        (order[a], order[b]) = (order[b], order[a]);
        return new(order);
    }

    /// <summary>Sums over the letters that nobody needs.</summary>
    static (Tensor, string) Reduced(Tensor x, string axes, string needed)
    {
        int[] sums = [.. Enumerable.Range(0, axes.Length).Where(i => !needed.Contains(axes[i], StringComparison.Ordinal))];
        return sums.Length == 0 ? (x, axes) : (x.Sum(Axes.Create(sums)), new([.. axes.Where((_, i) => !sums.Contains(i))]));
    }

    /// <summary>The product of two operands as a batched matrix product: batch letters × own letters × summed letters.</summary>
    static (Tensor, string) Product(Tensor a, string p, Tensor b, string q, string needed)
    {
        string shared = new([.. p.Where(c => q.Contains(c, StringComparison.Ordinal))]);
        string batch = new([.. shared.Where(c => needed.Contains(c, StringComparison.Ordinal))]), summed = new([.. shared.Except(batch)]);
        string rows = new([.. p.Except(shared)]), columns = new([.. q.Except(shared)]);
        Tensor left = Ordered(a, p, batch + rows + summed), right = Ordered(b, q, batch + summed + columns);
        Shape batchShape = Shape.Broadcast(left.Shape.Slice(0, batch.Length), right.Shape.Slice(0, batch.Length), "Einsum");
        Shape rowShape = left.Shape.Slice(batch.Length, batch.Length + rows.Length), columnShape = right.Shape.Slice(batch.Length + summed.Length, right.Rank);
        int depth = (int)left.Shape.Slice(batch.Length + rows.Length, left.Rank).ElementCount;
        left = left.Reshape(left.Shape.Slice(0, batch.Length).Concat([(int)rowShape.ElementCount, depth]));
        right = right.Reshape(right.Shape.Slice(0, batch.Length).Concat([depth, (int)columnShape.ElementCount]));
        return (left.MatMul(right).Reshape(batchShape.Concat(rowShape).Concat(columnShape)), batch + rows + columns);
    }

    static Tensor Ordered(Tensor x, string axes, string order) =>
        axes == order ? x : x.Permute([.. order.Select(c => axes.IndexOf(c, StringComparison.Ordinal))]);
}
