using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The larger of a and b; NaN where either is NaN.</summary>
    public readonly struct MaxRule : IReduction<MaxRule>
    {
        /// <inheritdoc/>
        public static double Identity => double.NegativeInfinity;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Combine<V>(V a, V b) where V : struct, IReal<V> => V.Max(a, b);
    }

    /// <summary>The largest element over axes.</summary>
    /// <remarks>The gradient goes to the largest element, in equal shares where several are equal.</remarks>
    public sealed class Max : Reduction<MaxRule>
    {
        internal Max(bool[] axes, bool keepAxes) : base(axes, keepAxes)
        {
        }

        /// <inheritdoc/>
        protected override Saves Saves => Saves.Both;

        /// <inheritdoc/>
        public override Tensor Vjp(int input, Tensor dy)
        {
            Tensor chosen = SavedInput(0).EqualTo(WithAxes(SavedOutput)).Cast(dy.DType);
            return WithAxes(dy) * (chosen / WithAxes(new Sum(Axes, keepAxes: true).Of(chosen)));
        }
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Max"/> of a tensor.</summary>
    public static class MaxExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The largest element over axes.</summary>
            /// <param name="axes">The axes to search, all unless given.</param>
            /// <param name="keepAxes">Whether they stay, with size 1.</param>
            /// <returns>A tensor without the axes, of the same type; NaN where an element is NaN.</returns>
            /// <exception cref="IndexException">There is no such axis.</exception>
            /// <exception cref="ShapeException">There is nothing to choose from.</exception>
            /// <remarks>The gradient goes to the largest element, in equal shares where several are equal.</remarks>
            public Tensor Max(Axes axes = default, bool keepAxes = false)
            {
                bool[] marks = axes.Of(x.Shape, "Max");
                for (int i = 0; i < marks.Length; i++)
                    if (marks[i] && x.Shape[i] == 0) throw new ShapeException($"Max: cannot find the largest element of {x.Shape}: axis {i} has 0 elements.", x.Shape);
                return new Max(marks, keepAxes).Of(x.DType == DType.Bool ? x.Cast(DType.Int64) : x);
            }
        }

        internal static IEnumerable<Sample> Samples(RandomStream random)
        {
            foreach (bool keep in (bool[])[false, true])
            {
                yield return new("Max", x => x[0].Max(keepAxes: keep), Sample.Distinct(random, [2, 3]));
                yield return new("Max", x => x[0].Max(1, keep), Sample.Distinct(random, [2, 3, 2]));
                yield return new("Max", x => x[0].Max([0, -1], keep), Sample.Distinct(random, [2, 3, 2]));
                yield return new("Max", x => x[0].Max(0, keep), Sample.Distinct(random, [3, 2]).Transpose());
            }
            yield return new("Max", x => x[0].Max(1), Sample.Distinct(random, [0, 2]));
        }
    }
}
