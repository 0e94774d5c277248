using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>Each element, but no less than −1 and no more than 1.</summary>
    /// <remarks>y = min(max(x, −1), 1); dy/dx = 1 for −1 &lt; x &lt; 1, else 0 (0 at ±1).</remarks>
    public readonly struct HardTanh : IUnary<HardTanh>
    {
        /// <inheritdoc/>
        public static IReadOnlyList<double> Kinks => [-1, 1];

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => V.Min(V.Max(x, -V.One), V.One);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => V.Where(-V.One < x, V.Where(x < V.One, V.One, V.Zero), V.Zero);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.HardTanh"/> of a tensor.</summary>
    public static class HardTanhExtensions
    {
        extension(Tensor x)
        {
            /// <summary>Each element, but no less than −1 and no more than 1.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = min(max(x, −1), 1); dy/dx = 1 for −1 &lt; x &lt; 1, else 0 (0 at ±1).</remarks>
            public Tensor HardTanh() => Elementwise.Apply<HardTanh>(x);
        }
    }
}
