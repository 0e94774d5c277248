using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The absolute value of each element.</summary>
    /// <remarks>y = |x|; dy/dx = sign(x), 0 at 0.</remarks>
    public readonly struct Abs : IUnary<Abs>
    {
        /// <inheritdoc/>
        public static bool Integers => true;

        /// <inheritdoc/>
        public static IReadOnlyList<double> Kinks => [0];

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => V.Abs(x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => V.Where(x < V.Zero, -V.One, V.Where(V.Zero < x, V.One, V.Zero));
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Abs"/> of a tensor.</summary>
    public static class AbsExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The absolute value of each element.</summary>
            /// <returns>A tensor of the same shape and type.</returns>
            /// <remarks>y = |x|; dy/dx = sign(x), 0 at 0.</remarks>
            public Tensor Abs() => Elementwise.Apply<Abs>(x);
        }
    }
}
