using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The step of each element: 1 where it is positive, else 0.</summary>
    /// <remarks>y = 1 for x &gt; 0, else 0 (the perceptron's activation, wᵀx + b &gt; 0); dy/dx = 0 everywhere. NaN gives 0.</remarks>
    public readonly struct Heaviside : IUnary<Heaviside>
    {
        /// <inheritdoc/>
        public static Saves Saves => Saves.Nothing;

        /// <inheritdoc/>
        public static double? Slope => 0;

        /// <inheritdoc/>
        public static IReadOnlyList<double> Kinks => [0];

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => V.Where(V.Zero < x, V.One, V.Zero);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Heaviside"/> of a tensor.</summary>
    public static class HeavisideExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The step of each element: 1 where it is positive, else 0.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = 1 for x &gt; 0, else 0 (the perceptron's activation, wᵀx + b &gt; 0); dy/dx = 0 everywhere. NaN gives 0.</remarks>
            public Tensor Step() => Elementwise.Apply<Heaviside>(x);
        }
    }
}
