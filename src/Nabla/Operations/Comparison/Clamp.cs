using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>x, but no less than a lower and no more than an upper bound.</summary>
    /// <remarks>y = min(max(x, low), high); dy/dx = 1 within the bounds and on them, else 0; a bound that is reached takes the gradient.</remarks>
    public readonly struct Clamp : ITernary<Clamp>
    {
        /// <inheritdoc/>
        public static bool Integers => true;

        /// <inheritdoc/>
        public static ((double Low, double High) A, (double Low, double High) B, (double Low, double High) C) Domain =>
            ((-3, 3), (-2, -0.5), (0.5, 2));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x, V low, V high) where V : struct, IReal<V> => V.Min(V.Max(x, low), high);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V PartialA<V>(V x, V low, V high, V y) where V : struct, IReal<V> =>
            V.Where(low <= x, V.Where(x <= high, V.One, V.Zero), V.Zero);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V PartialB<V>(V x, V low, V high, V y) where V : struct, IReal<V> =>
            V.Where(x < low, V.Where(low < high, V.One, V.Zero), V.Zero);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V PartialC<V>(V x, V low, V high, V y) where V : struct, IReal<V> =>
            V.Where(high < x, V.One, V.Where(high < low, V.One, V.Zero));
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Clamp"/> of tensors.</summary>
    public static class ClampExtensions
    {
        extension(Tensor x)
        {
            /// <summary>Each element, but no less than one number and no more than another.</summary>
            /// <param name="low">The lower bound; −∞ for none.</param>
            /// <param name="high">The upper bound; ∞ for none.</param>
            /// <returns>A tensor of the same shape. Where low &gt; high every element is high. NaN stays NaN.</returns>
            /// <remarks>dy/dx = 1 within the bounds and on them, else 0.</remarks>
            public Tensor Clamp(double low, double high)
            {
                DType type = x.DType.IsFloatingPoint ? x.DType : DType.Promote(x.DType, double.IsInteger(low) && double.IsInteger(high) ? x.DType : DType.Float32);
                return Elementwise.Apply<Clamp>(x, Tensor.Scalar(low, type), Tensor.Scalar(high, type));
            }

            /// <summary>Each element, but within bounds of its own.</summary>
            /// <param name="low">The lower bounds, of a shape that broadcasts.</param>
            /// <param name="high">The upper bounds, of a shape that broadcasts.</param>
            /// <returns>A tensor of the broadcast shape; types are promoted.</returns>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            /// <remarks>dy/dx = 1 within the bounds and on them, else 0; a bound that is reached takes the gradient.</remarks>
            public Tensor Clamp(Tensor low, Tensor high) => Elementwise.Apply<Clamp>(x, low, high);
        }

        internal static IEnumerable<Sample> Samples(RandomStream random)
        {
            yield return new("Clamp", x => x[0].Clamp(-0.5, 1), Sample.Distinct(random, [9]));
            yield return new("Clamp", x => x[0].Clamp(double.NegativeInfinity, 1), Sample.Distinct(random, [9]));
            yield return new("Clamp", x => x[0].Clamp(0, double.PositiveInfinity), Sample.Distinct(random, [3, 3]).Transpose());
        }
    }
}
