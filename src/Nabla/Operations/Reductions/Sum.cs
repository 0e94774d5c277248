using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>a + b, from 0.</summary>
    public readonly struct SumRule : IReduction<SumRule>
    {
        /// <inheritdoc/>
        public static double Identity => 0;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Combine<V>(V a, V b) where V : struct, IReal<V> => a + b;
    }

    /// <summary>The sum over axes.</summary>
    /// <remarks>The gradient is repeated over the axes.</remarks>
    public sealed class Sum : Reduction<SumRule>
    {
        internal Sum(bool[] axes, bool keepAxes) : base(axes, keepAxes)
        {
        }

        internal static Tensor Of(Tensor x, ReadOnlySpan<bool> axes, bool keepAxes) =>
            Leaves(x) ? new Sum(axes.ToArray(), keepAxes).Of(x) : Fold(x, axes, keepAxes);

        /// <inheritdoc/>
        public override Tensor Vjp(int input, Tensor dy) => WithAxes(dy).Expand(InputShape(0));
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Sum"/> of a tensor.</summary>
    public static class SumExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The sum over axes.</summary>
            /// <param name="axes">The axes to sum over, all unless given.</param>
            /// <param name="keepAxes">Whether they stay, with size 1.</param>
            /// <returns>A tensor without the axes; bool, uint8 and int32 are summed as int64. The sum of nothing is 0.</returns>
            /// <exception cref="IndexException">There is no such axis.</exception>
            /// <remarks>Blocks are summed pairwise, in an order that no number of threads changes: the rounding error grows with log n.</remarks>
            public Tensor Sum(Axes axes = default, bool keepAxes = false) =>
                Operations.Sum.Of(x.DType < DType.Int64 ? x.Cast(DType.Int64) : x, axes.Of(x.Shape, "Sum", stackalloc bool[x.Rank]), keepAxes);

            /// <summary>The sum over the axes along which a shape was broadcast to this tensor's.</summary>
            /// <param name="shape">The shape before broadcasting.</param>
            /// <returns>A tensor of that shape; the tensor itself where it has it already.</returns>
            /// <exception cref="ShapeException">The shape does not broadcast to this tensor's.</exception>
            public Tensor SumTo(Shape shape)
            {
                if (shape == x.Shape) return x;
                if (Shape.Broadcast(shape, x.Shape, "SumTo") != x.Shape)
                    throw new ShapeException($"SumTo: cannot sum {x.Shape} to {shape}: {shape} does not broadcast to it.", x.Shape, shape);
                Span<bool> marks = stackalloc bool[x.Rank];
                int missing = x.Rank - shape.Rank;
                for (int i = 0; i < marks.Length; i++) marks[i] = i < missing || (shape[i - missing] == 1 && x.Shape[i] != 1);
                return Operations.Sum.Of(x, marks, keepAxes: marks[missing..].Contains(true)).Reshape(shape);
            }
        }

        internal static IEnumerable<Sample> Samples(RandomStream random)
        {
            foreach (bool keep in (bool[])[false, true])
            {
                yield return new("Sum", x => x[0].Sum(keepAxes: keep), Sample.Point(random, [2, 3]));
                yield return new("Sum", x => x[0].Sum(1, keep), Sample.Point(random, [2, 3, 2]));
                yield return new("Sum", x => x[0].Sum([0, -1], keep), Sample.Point(random, [2, 3, 2]));
                yield return new("Sum", x => x[0].Sum([], keep), Sample.Point(random, [2, 2]));
                yield return new("Sum", x => x[0].Sum(0, keep), Sample.Point(random, [3, 2]).Transpose());
                yield return new("Sum", x => x[0].Sum(0, keep), Sample.Point(random, [0, 2]));
                yield return new("Sum", x => x[0].Sum(keepAxes: keep), Sample.Point(random, []));
            }
            foreach (Shape shape in (Shape[])[[], [3], [2, 1], [1, 2, 1]])
                yield return new("SumTo", x => x[0].SumTo(shape), Sample.Point(random, shape.Rank == 2 ? [2, 3] : [2, 2, 3]));
        }
    }
}
