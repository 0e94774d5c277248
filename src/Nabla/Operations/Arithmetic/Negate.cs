using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>−x of each element.</summary>
    /// <remarks>y = −x; dy/dx = −1.</remarks>
    public readonly struct Negate : IUnary<Negate>
    {
        /// <inheritdoc/>
        public static Saves Saves => Saves.Nothing;

        /// <inheritdoc/>
        public static bool Integers => true;

        /// <inheritdoc/>
        public static double? Slope => -1;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => -x;
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Negate"/> of a tensor.</summary>
    public static class NegateExtensions
    {
        extension(Tensor)
        {
            /// <summary>−x of each element.</summary>
            public static Tensor operator -(Tensor x) => Elementwise.Apply<Negate>(x);
        }
    }
}
