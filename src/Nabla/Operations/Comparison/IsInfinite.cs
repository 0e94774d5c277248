using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>Whether each element is ∞ or −∞.</summary>
    public readonly struct IsInfinite : IPredicate<IsInfinite>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Holds<V>(V x) where V : struct, IReal<V> => V.Where(V.Constant(double.PositiveInfinity) <= V.Abs(x), V.One, V.Zero);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.IsInfinite"/> of a tensor.</summary>
    public static class IsInfiniteExtensions
    {
        extension(Tensor x)
        {
            /// <summary>Whether each element is ∞ or −∞.</summary>
            /// <returns>A bool tensor of the same shape.</returns>
            public Tensor IsInfinite() => Elementwise.Test<IsInfinite>(x);
        }
    }
}
