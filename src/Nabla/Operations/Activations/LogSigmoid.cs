using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The logarithm of the logistic function of each element.</summary>
    /// <remarks>y = min(x, 0) − ln(1 + e^−|x|), finite for every finite x; dy/dx = σ(−x).</remarks>
    public readonly struct LogSigmoid : IUnary<LogSigmoid>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => V.Min(x, V.Zero) - V.Log1p(V.Exp(-V.Abs(x)));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => 1 / (1 + V.Exp(x));
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.LogSigmoid"/> of a tensor.</summary>
    public static class LogSigmoidExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The logarithm of the logistic function of each element.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = min(x, 0) − ln(1 + e^−|x|), finite for every finite x; dy/dx = σ(−x).</remarks>
            public Tensor LogSigmoid() => Elementwise.Apply<LogSigmoid>(x);
        }
    }
}
