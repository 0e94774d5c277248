using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The hyperbolic cosine of each element.</summary>
    /// <remarks>y = (e^|x| + e^−|x|)/2; dy/dx = sinh x.</remarks>
    public readonly struct Cosh : IUnary<Cosh>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => 0.5 * V.Exp(V.Abs(x)) + 0.5 * V.Exp(-V.Abs(x));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => Sinh.Value(x);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Cosh"/> of a tensor.</summary>
    public static class CoshExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The hyperbolic cosine of each element.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = (e^|x| + e^−|x|)/2; dy/dx = sinh x.</remarks>
            public Tensor Cosh() => Elementwise.Apply<Cosh>(x);
        }
    }
}
