using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The Gaussian error linear unit of each element, by tanh.</summary>
    /// <remarks>y = x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³))). Hendrycks, Gimpel 2016, arXiv:1606.08415, section 2.</remarks>
    public readonly struct GeluTanh : IUnary<GeluTanh>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => 0.5 * x * (1 + V.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * (x * x * x))));
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.GeluTanh"/> of a tensor.</summary>
    public static class GeluTanhExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The Gaussian error linear unit of each element, by tanh.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = x/2·(1 + tanh(√(2/π)·(x + 0.044715·x³))). Hendrycks, Gimpel 2016, arXiv:1606.08415, section 2.</remarks>
            public Tensor GeluTanh() => Elementwise.Apply<GeluTanh>(x);
        }
    }
}
