using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>ln(eᵃ + eᵇ).</summary>
    /// <remarks>y = max(a, b) + ln(1 + e^−|a − b|); ∂y/∂a = σ(a − b), ∂y/∂b = σ(b − a).</remarks>
    public readonly struct LogAddExp : IBinary<LogAddExp>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V a, V b) where V : struct, IReal<V> => V.Max(a, b) + V.Log1p(V.Exp(-V.Abs(a - b)));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V PartialA<V>(V a, V b, V y) where V : struct, IReal<V> => 1 / (1 + V.Exp(b - a));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V PartialB<V>(V a, V b, V y) where V : struct, IReal<V> => 1 / (1 + V.Exp(a - b));
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.LogAddExp"/> of tensors.</summary>
    public static class LogAddExpExtensions
    {
        extension(Tensor a)
        {
            /// <summary>ln(eᵃ + eᵇ) of two elements, without overflow: a sum of what logarithms stand for.</summary>
            /// <param name="b">The other tensor, of a shape that broadcasts.</param>
            /// <returns>A tensor of the broadcast shape; types are promoted.</returns>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            /// <remarks>∂y/∂a = σ(a − b), ∂y/∂b = σ(b − a). NaN where both are the same infinity.</remarks>
            public Tensor LogAddExp(Tensor b) => Elementwise.Apply<LogAddExp>(a, b);
        }
    }
}
