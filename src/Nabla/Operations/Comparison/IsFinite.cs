using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>Whether each element is neither infinite nor NaN.</summary>
    public readonly struct IsFinite : IPredicate<IsFinite>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Holds<V>(V x) where V : struct, IReal<V> => V.Where(V.Abs(x) < V.Constant(double.PositiveInfinity), V.One, V.Zero);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.IsFinite"/> of a tensor.</summary>
    public static class IsFiniteExtensions
    {
        extension(Tensor x)
        {
            /// <summary>Whether each element is neither infinite nor NaN.</summary>
            /// <returns>A bool tensor of the same shape.</returns>
            public Tensor IsFinite() => Elementwise.Test<IsFinite>(x);
        }
    }
}
