using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The hyperbolic sine of each element.</summary>
    /// <remarks>|y| = (u + u/(u + 1))/2 with u = e^|x| − 1, accurate near 0; dy/dx = cosh x.</remarks>
    public readonly struct Sinh : IUnary<Sinh>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V>
        {
            V u = V.Expm1(V.Abs(x));
            V magnitude = 0.5 * u + 0.5 * V.Where(u < V.One, u / (u + 1), 1 - 1 / (u + 1));
            return V.Where(x < V.Zero, -magnitude, magnitude);
        }

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => Cosh.Value(x);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Sinh"/> of a tensor.</summary>
    public static class SinhExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The hyperbolic sine of each element.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>|y| = (u + u/(u + 1))/2 with u = e^|x| − 1, accurate near 0; dy/dx = cosh x.</remarks>
            public Tensor Sinh() => Elementwise.Apply<Sinh>(x);
        }
    }
}
