using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>Whether each element is NaN.</summary>
    public readonly struct IsNaN : IPredicate<IsNaN>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Holds<V>(V x) where V : struct, IReal<V> => V.WhereLessOrEqual(x, x, V.Zero, V.One);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.IsNaN"/> of a tensor.</summary>
    public static class IsNaNExtensions
    {
        extension(Tensor x)
        {
            /// <summary>Whether each element is NaN.</summary>
            /// <returns>A bool tensor of the same shape.</returns>
            public Tensor IsNaN() => Elementwise.Test<IsNaN>(x);
        }
    }
}
