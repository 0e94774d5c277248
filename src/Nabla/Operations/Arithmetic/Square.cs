using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The square of each element.</summary>
    /// <remarks>y = x·x; dy/dx = 2x.</remarks>
    public readonly struct Square : IUnary<Square>
    {
        /// <inheritdoc/>
        public static bool Integers => true;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => x * x;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => 2 * x;
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Square"/> of a tensor.</summary>
    public static class SquareExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The square of each element.</summary>
            /// <returns>A tensor of the same shape and type.</returns>
            /// <remarks>y = x·x; dy/dx = 2x.</remarks>
            public Tensor Square() => Elementwise.Apply<Square>(x);
        }
    }
}
