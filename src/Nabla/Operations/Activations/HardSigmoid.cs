using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>A sigmoid of three straight pieces, of each element.</summary>
    /// <remarks>y = min(max(x + 3, 0), 6)/6; dy/dx = 1/6 for −3 &lt; x &lt; 3, else 0 (0 at ±3).</remarks>
    public readonly struct HardSigmoid : IUnary<HardSigmoid>
    {
        /// <inheritdoc/>
        public static IReadOnlyList<double> Kinks => [-3, 3];

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => V.Min(V.Max(x + 3, V.Zero), V.Constant(6)) / 6;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => V.Where(V.Constant(-3) < x, V.Where(x < V.Constant(3), V.Constant(1.0 / 6), V.Zero), V.Zero);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.HardSigmoid"/> of a tensor.</summary>
    public static class HardSigmoidExtensions
    {
        extension(Tensor x)
        {
            /// <summary>A sigmoid of three straight pieces, of each element.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = min(max(x + 3, 0), 6)/6; dy/dx = 1/6 for −3 &lt; x &lt; 3, else 0 (0 at ±3).</remarks>
            public Tensor HardSigmoid() => Elementwise.Apply<HardSigmoid>(x);
        }
    }
}
