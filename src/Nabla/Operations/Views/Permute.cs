using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The axes in another order.</summary>
    /// <remarks>The gradient is permuted back.</remarks>
    public sealed class Permute : Operation
    {
        readonly int[] order;

        Permute(int[] order) => this.order = order;

        internal static Tensor Of(Tensor x, ReadOnlySpan<int> order) => Leaves(x) ? new Permute(order.ToArray()).Apply(x) : View(x, order);

        /// <inheritdoc/>
        protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => View(inputs[0], order);

        /// <inheritdoc/>
        public override Tensor Vjp(int input, Tensor dy)
        {
            Span<int> back = stackalloc int[order.Length];
            for (int i = 0; i < order.Length; i++) back[order[i]] = i;
            return Of(dy, back);
        }

        static Tensor View(Tensor x, ReadOnlySpan<int> order)
        {
            Span<int> sizes = stackalloc int[order.Length], strides = stackalloc int[order.Length];
            for (int i = 0; i < order.Length; i++) (sizes[i], strides[i]) = (x.Shape[order[i]], x.Stride(order[i]));
            return x.View(new Shape(sizes), strides, x.Offset);
        }
    }
}

namespace Nabla
{
    /// <summary>Changes of the order of axes.</summary>
    public static class PermuteExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The axes in another order.</summary>
            /// <param name="axes">For each axis of the result, which axis of this tensor it is; every axis once.</param>
            /// <returns>A view.</returns>
            /// <exception cref="ShapeException">The axes are not a permutation.</exception>
            public Tensor Permute(params ReadOnlySpan<int> axes)
            {
                Span<int> order = stackalloc int[Shape.MaxRank];
                int seen = 0;
                for (int i = 0; i < axes.Length; i++)
                {
                    int axis = x.Shape.Axis(axes[i], "Permute");
                    seen |= 1 << axis;
                    if (i < order.Length) order[i] = axis;
                }
                if (axes.Length != x.Rank || seen != (1 << x.Rank) - 1)
                    throw new ShapeException($"Permute: cannot order the axes of {x.Shape} as [{string.Join(", ", axes.ToArray())}]: each of its {x.Rank} axes must stand there once.", x.Shape);
                return Operations.Permute.Of(x, order[..x.Rank]);
            }

            /// <summary>Two axes exchanged; the last two unless given.</summary>
            /// <param name="a">One axis; negative counts from the back.</param>
            /// <param name="b">The other.</param>
            /// <returns>A view.</returns>
            /// <exception cref="IndexException">There is no such axis.</exception>
            public Tensor Transpose(int a = -2, int b = -1)
            {
                Span<int> order = stackalloc int[x.Rank];
                for (int i = 0; i < order.Length; i++) order[i] = i;
                (a, b) = (x.Shape.Axis(a, "Transpose"), x.Shape.Axis(b, "Transpose"));
                (order[a], order[b]) = (b, a);
                return Operations.Permute.Of(x, order);
            }
        }

        internal static IEnumerable<Sample> Samples(RandomStream random)
        {
            yield return new("Permute", x => x[0].Permute(2, 0, 1), Sample.Point(random, [2, 3, 2]));
            yield return new("Permute", x => x[0].Permute(-1, 0, 1), Sample.Point(random, [2, 3, 2]).Transpose(0, 1));
            yield return new("Permute", x => x[0].Permute(), Sample.Point(random, []));
            yield return new("Transpose", x => x[0].Transpose(), Sample.Point(random, [2, 3]));
            yield return new("Transpose", x => x[0].Transpose(0, -1), Sample.Point(random, [2, 0, 3]));
        }
    }
}
