using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>a·b, from 1.</summary>
    public readonly struct ProductRule : IReduction<ProductRule>
    {
        /// <inheritdoc/>
        public static double Identity => 1;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Combine<V>(V a, V b) where V : struct, IReal<V> => a * b;
    }

    /// <summary>The product over axes.</summary>
    /// <remarks>The gradient of an element is the product of all the others, so zeros need no special case, at any order.</remarks>
    public sealed class Product : Reduction<ProductRule>
    {
        internal Product(bool[] axes, bool keepAxes) : base(axes, keepAxes)
        {
        }

        /// <inheritdoc/>
        protected override Saves Saves => Saves.Inputs;

        /// <inheritdoc/>
        public override Tensor Vjp(int input, Tensor dy)
        {
            Tensor x = SavedInput(0);
            int[] order = [.. Enumerable.Range(0, x.Rank).OrderBy(i => Axes[i])];
            int folded = Axes.Count(marked => marked);
            Tensor rows = x.Permute(order);
            Shape permuted = rows.Shape;
            rows = rows.Flatten(rows.Rank - folded);
            Tensor others = (Before(rows) * Before(rows.Reversed()).Reversed()).Reshape(permuted);
            var back = new int[order.Length];
            for (int i = 0; i < order.Length; i++) back[order[i]] = i;
            return WithAxes(dy) * others.Permute(back);
        }

        /// <summary>For each element of the last axis, the product of those before it: doubling, log₂ n multiplications.</summary>
        static Tensor Before(Tensor x)
        {
            Tensor product = Shifted(x, 1);
            for (int step = 1; step < x.Shape[^1]; step *= 2) product *= Shifted(product, step);
            return product;
        }

        /// <summary>The last axis moved back by some places, ones coming in.</summary>
        static Tensor Shifted(Tensor x, int places)
        {
            int size = x.Shape[^1], moved = Math.Min(places, size);
            Tensor ones = Tensor.Ones(x.Shape.With(-1, moved), x.DType);
            return Tensor.Cat([ones, x.Narrow(-1, 0, size - moved)], -1);
        }
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Product"/> of a tensor.</summary>
    public static class ProductExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The product over axes.</summary>
            /// <param name="axes">The axes to multiply over, all unless given.</param>
            /// <param name="keepAxes">Whether they stay, with size 1.</param>
            /// <returns>A tensor without the axes; bool, uint8 and int32 are multiplied as int64. The product of nothing is 1.</returns>
            /// <exception cref="IndexException">There is no such axis.</exception>
            public Tensor Product(Axes axes = default, bool keepAxes = false) =>
                new Product(axes.Of(x.Shape, "Product"), keepAxes).Of(x.DType < DType.Int64 ? x.Cast(DType.Int64) : x);
        }

        internal static IEnumerable<Sample> Samples(RandomStream random)
        {
            foreach (bool keep in (bool[])[false, true])
            {
                yield return new("Product", x => x[0].Product(keepAxes: keep), Sample.Point(random, [2, 2]));
                yield return new("Product", x => x[0].Product(1, keep), Sample.Point(random, [2, 3, 2]));
                yield return new("Product", x => x[0].Product([0, 2], keep), Sample.Point(random, [2, 2, 2]));
                yield return new("Product", x => x[0].Product(0, keep), Sample.Point(random, [0, 2]));
                yield return new("Product", x => x[0].Product(-1, keep), Sample.Point(random, [3, 2]).Transpose());
            }
            yield return new("Product", x => x[0].Product(), Sample.Point(random, []));
            yield return new("Product", x => x[0].Product(1), Tensor.From(new[,] { { 2.0, 0.0, 3.0 }, { 0.0, 0.0, -1.5 }, { 1.0, -2.0, 0.5 } }));
        }
    }
}
