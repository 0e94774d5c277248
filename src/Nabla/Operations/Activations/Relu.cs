using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>Each element where it is positive, else 0.</summary>
    /// <remarks>y = max(x, 0); dy/dx = 1 above 0, else 0 (0 at 0). NaN stays NaN, with derivative 1.</remarks>
    public readonly struct Relu : IUnary<Relu>
    {
        /// <inheritdoc/>
        public static Saves Saves => Saves.Output;

        /// <inheritdoc/>
        public static bool Integers => true;

        /// <inheritdoc/>
        public static IReadOnlyList<double> Kinks => [0];

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => V.Where(x <= V.Zero, V.Zero, x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => V.Where(y <= V.Zero, V.Zero, V.One);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Relu"/> of a tensor.</summary>
    public static class ReluExtensions
    {
        extension(Tensor x)
        {
            /// <summary>Each element where it is positive, else 0.</summary>
            /// <returns>A tensor of the same shape and type.</returns>
            /// <remarks>y = max(x, 0); dy/dx = 1 above 0, else 0 (0 at 0). NaN stays NaN, with derivative 1.</remarks>
            public Tensor Relu() => Elementwise.Apply<Relu>(x);
        }
    }
}
