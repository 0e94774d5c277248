using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>a to the power of b.</summary>
    /// <remarks>y = xᵖ; ∂y/∂x = p·xᵖ⁻¹ (0 where p is 0), ∂y/∂p = y·ln x (0 where x is 0 and p ≥ 0). NaN for a negative x with a fraction as power.</remarks>
    public readonly struct Pow : IBinary<Pow>
    {
        /// <inheritdoc/>
        public static Saves Saves => Saves.Both;

        /// <inheritdoc/>
        public static (double Low, double High) DomainA => (0.3, 3);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V a, V b) where V : struct, IReal<V> => V.Pow(a, b);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V PartialA<V>(V a, V b, V y) where V : struct, IReal<V>
        {
            V slope = b * V.Pow(a, b - 1);
            return V.Where(b <= V.Zero, V.Where(V.Zero <= b, V.Zero, slope), slope);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V PartialB<V>(V a, V b, V y) where V : struct, IReal<V>
        {
            // y·ln a, but 0 at a = 0 with b ≥ 0, where the limit from above is 0 and the product is NaN.
            V isZero = V.Where(a <= V.Zero, V.Where(V.Zero <= a, V.Where(V.Zero <= b, V.One, V.Zero), V.Zero), V.Zero);
            return V.Where(V.Zero < isZero, V.Zero, y * V.Log(V.Where(V.Zero < isZero, V.One, a)));
        }
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Pow"/> of tensors.</summary>
    public static class PowExtensions
    {
        extension(Tensor x)
        {
            /// <summary>Each element to a power.</summary>
            /// <param name="power">The power.</param>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            /// <remarks>
            /// y = xᵖ; dy/dx = p·xᵖ⁻¹, 0 for p = 0. NaN for a negative x with a fraction as power. The powers 2, 3 and −1 are
            /// computed as products and quotients, which is several times as fast and exact at least as often.
            /// </remarks>
            public Tensor Pow(double power)
            {
                Tensor real = x.DType.IsFloatingPoint ? x : x.Cast(DType.Float32);
                return power switch
                {
                    2 => real.Square(),
                    3 => real.Square() * real,
                    -1 => real.Reciprocal(),
                    _ => Elementwise.Apply<Pow>(real, power),
                };
            }

            /// <summary>Each element to a power of its own.</summary>
            /// <param name="power">The powers, of a shape that broadcasts.</param>
            /// <returns>A tensor of the broadcast shape; types are promoted.</returns>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            /// <remarks>y = xᵖ; ∂y/∂x = p·xᵖ⁻¹ (0 where p is 0), ∂y/∂p = y·ln x (0 where x is 0 and p ≥ 0). NaN for a negative x with a fraction as power.</remarks>
            public Tensor Pow(Tensor power) => Elementwise.Apply<Pow>(x, power);
        }

        internal static IEnumerable<Sample> Samples(RandomStream random)
        {
            foreach (double power in (double[])[2, 3, 0.5, -1, -2, 2.7, 1])
                yield return new("Pow", x => x[0].Pow(power), Sample.Distinct(random, [5]).Abs() + 0.3);
            foreach (double power in (double[])[2, 3, 1])
                yield return new("Pow", x => x[0].Pow(power), Sample.Distinct(random, [5]));
            yield return new("Pow", x => x[0].Pow(2) * x[0].Pow(0), Sample.Distinct(random, [5]));
        }
    }
}
