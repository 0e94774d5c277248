using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>eˣ − 1 of each element, accurate near 0.</summary>
    /// <remarks>y = eˣ − 1; dy/dx = y + 1.</remarks>
    public readonly struct Expm1 : IUnary<Expm1>
    {
        /// <inheritdoc/>
        public static Saves Saves => Saves.Output;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => V.Expm1(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => y + 1;
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Expm1"/> of a tensor.</summary>
    public static class Expm1Extensions
    {
        extension(Tensor x)
        {
            /// <summary>eˣ − 1 of each element, accurate near 0.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = eˣ − 1; dy/dx = y + 1.</remarks>
            public Tensor Expm1() => Elementwise.Apply<Expm1>(x);
        }
    }
}
