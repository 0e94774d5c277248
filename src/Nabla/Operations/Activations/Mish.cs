using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The self-regularised activation of each element.</summary>
    /// <remarks>y = x·tanh(softplus(x)) = x·((1 + eˣ)² − 1)/((1 + eˣ)² + 1); nothing overflows. Misra 2019, arXiv:1908.08681.</remarks>
    public readonly struct Mish : IUnary<Mish>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V>
        {
            // tanh(ln(1 + e)) = (e² + 2e)/(e² + 2e + 2), which is 1 in both precisions from x = 20 on.
            V e = V.Exp(V.Min(x, V.Constant(20)));
            V n = e * (e + 2);
            return x * (n / (n + 2));
        }
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Mish"/> of a tensor.</summary>
    public static class MishExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The self-regularised activation of each element.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = x·tanh(softplus(x)) = x·((1 + eˣ)² − 1)/((1 + eˣ)² + 1); nothing overflows. Misra 2019, arXiv:1908.08681.</remarks>
            public Tensor Mish() => Elementwise.Apply<Mish>(x);
        }
    }
}
