using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The angle in [−π/2, π/2] whose tangent is each element.</summary>
    /// <remarks>y = arctan x; dy/dx = 1/(1 + x²).</remarks>
    public readonly struct Atan : IUnary<Atan>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => V.Atan(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => 1 / (1 + x * x);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Atan"/> of a tensor.</summary>
    public static class AtanExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The angle in [−π/2, π/2] whose tangent is each element.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = arctan x; dy/dx = 1/(1 + x²).</remarks>
            public Tensor Atan() => Elementwise.Apply<Atan>(x);
        }
    }
}
