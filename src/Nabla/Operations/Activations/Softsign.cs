using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>x/(1 + |x|) of each element.</summary>
    /// <remarks>y = x/(1 + |x|), between −1 and 1; dy/dx = 1/(1 + |x|)².</remarks>
    public readonly struct Softsign : IUnary<Softsign>
    {
        /// <inheritdoc/>
        public static IReadOnlyList<double> Kinks => [0];

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => x / (1 + V.Abs(x));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => 1 / ((1 + V.Abs(x)) * (1 + V.Abs(x)));
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Softsign"/> of a tensor.</summary>
    public static class SoftsignExtensions
    {
        extension(Tensor x)
        {
            /// <summary>x/(1 + |x|) of each element.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = x/(1 + |x|), between −1 and 1; dy/dx = 1/(1 + |x|)².</remarks>
            public Tensor Softsign() => Elementwise.Apply<Softsign>(x);
        }
    }
}
