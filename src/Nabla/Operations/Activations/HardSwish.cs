using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>A swish with a sigmoid of three straight pieces, of each element.</summary>
    /// <remarks>y = x·min(max(x + 3, 0), 6)/6; dy/dx = 0 below −3, x/3 + ½ between, 1 from 3 on. Howard et al. 2019, arXiv:1905.02244.</remarks>
    public readonly struct HardSwish : IUnary<HardSwish>
    {
        /// <inheritdoc/>
        public static (double Low, double High) Domain => (-5, 5);

        /// <inheritdoc/>
        public static IReadOnlyList<double> Kinks => [-3, 3];

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => x * (V.Min(V.Max(x + 3, V.Zero), V.Constant(6)) / 6);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => V.Where(x < V.Constant(-3), V.Zero, V.Where(x <= V.Constant(3), x / 3 + 0.5, V.One));
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.HardSwish"/> of a tensor.</summary>
    public static class HardSwishExtensions
    {
        extension(Tensor x)
        {
            /// <summary>A swish with a sigmoid of three straight pieces, of each element.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = x·min(max(x + 3, 0), 6)/6; dy/dx = 0 below −3, x/3 + ½ between, 1 from 3 on. Howard et al. 2019, arXiv:1905.02244.</remarks>
            public Tensor HardSwish() => Elementwise.Apply<HardSwish>(x);
        }
    }
}
