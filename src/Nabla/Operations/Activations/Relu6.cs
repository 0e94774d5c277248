using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>Each element, but no less than 0 and no more than 6.</summary>
    /// <remarks>y = min(max(x, 0), 6); dy/dx = 1 for 0 &lt; x &lt; 6, else 0.</remarks>
    public readonly struct Relu6 : IUnary<Relu6>
    {
        /// <inheritdoc/>
        public static (double Low, double High) Domain => (-3, 8);

        /// <inheritdoc/>
        public static IReadOnlyList<double> Kinks => [0, 6];

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => V.Min(V.Max(x, V.Zero), V.Constant(6));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => V.Where(V.Zero < x, V.Where(x < V.Constant(6), V.One, V.Zero), V.Zero);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Relu6"/> of a tensor.</summary>
    public static class Relu6Extensions
    {
        extension(Tensor x)
        {
            /// <summary>Each element, but no less than 0 and no more than 6.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = min(max(x, 0), 6); dy/dx = 1 for 0 &lt; x &lt; 6, else 0.</remarks>
            public Tensor Relu6() => Elementwise.Apply<Relu6>(x);
        }
    }
}
