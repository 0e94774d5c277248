using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>Whether each element is 0 or false.</summary>
    public readonly struct LogicalNot : IPredicate<LogicalNot>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Holds<V>(V x) where V : struct, IReal<V> => V.Where(V.Abs(x) <= V.Zero, V.One, V.Zero);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.LogicalNot"/> of a tensor.</summary>
    public static class LogicalNotExtensions
    {
        extension(Tensor x)
        {
            /// <summary>Whether each element is 0 or false.</summary>
            /// <returns>A bool tensor of the same shape.</returns>
            public Tensor LogicalNot() => Elementwise.Test<LogicalNot>(x);
        }
    }
}
