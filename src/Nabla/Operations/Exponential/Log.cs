using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The natural logarithm of each element.</summary>
    /// <remarks>y = ln x; dy/dx = 1/x. −∞ at 0, NaN below.</remarks>
    public readonly struct Log : IUnary<Log>
    {
        /// <inheritdoc/>
        public static (double Low, double High) Domain => (0.2, 5);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => V.Log(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => 1 / x;
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Log"/> of a tensor.</summary>
    public static class LogExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The natural logarithm of each element.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = ln x; dy/dx = 1/x. −∞ at 0, NaN below.</remarks>
            public Tensor Log() => Elementwise.Apply<Log>(x);
        }
    }
}
