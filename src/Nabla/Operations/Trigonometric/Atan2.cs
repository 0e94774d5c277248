using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The angle of the point (b, a), in (−π, π].</summary>
    /// <remarks>y = arg(b + i·a), by the rules of Math.Atan2 for quadrants; ∂y/∂a = b/(a² + b²), ∂y/∂b = −a/(a² + b²): NaN at the origin.</remarks>
    public readonly struct Atan2 : IBinary<Atan2>
    {
        /// <inheritdoc/>
        public static (double Low, double High) DomainA => (0.3, 3);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V a, V b) where V : struct, IReal<V>
        {
            // The smaller side over the larger keeps the quotient within [−1, 1]; then mirrored into its octant.
            V p = V.Abs(a), q = V.Abs(b);
            V ratio = V.Min(p, q) / V.Max(p, q);
            ratio = V.Where(V.Max(p, q) <= V.Zero, V.Zero, V.Where(V.Constant(double.PositiveInfinity) <= V.Min(p, q), V.One, ratio));
            V angle = V.Atan(ratio);
            angle = V.Where(q < p, Math.PI / 2 - angle, angle);
            // 1/b tells −0 from +0.
            angle = V.Where(b < V.Zero, Math.PI - angle, V.Where(1 / b < V.Zero, Math.PI - angle, angle));
            return V.Where(a < V.Zero, -angle, V.Where(1 / a < V.Zero, -angle, angle));
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V PartialA<V>(V a, V b, V y) where V : struct, IReal<V> => b / (a * a + b * b);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V PartialB<V>(V a, V b, V y) where V : struct, IReal<V> => -a / (a * a + b * b);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Atan2"/> of tensors.</summary>
    public static class Atan2Extensions
    {
        extension(Tensor a)
        {
            /// <summary>The angle of the point (b, a) in radians, in (−π, π].</summary>
            /// <param name="b">The horizontal coordinates, of a shape that broadcasts with the vertical ones.</param>
            /// <returns>A tensor of the broadcast shape; types are promoted.</returns>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            /// <remarks>∂y/∂a = b/(a² + b²), ∂y/∂b = −a/(a² + b²): NaN at the origin.</remarks>
            public Tensor Atan2(Tensor b) => Elementwise.Apply<Atan2>(a, b);
        }
    }
}
