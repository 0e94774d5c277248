using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The Gaussian error linear unit of each element, exact.</summary>
    /// <remarks>y = x·Φ(x) = x/2·(1 + erf(x/√2)); dy/dx = Φ(x) + x·φ(x). Hendrycks, Gimpel 2016, arXiv:1606.08415.</remarks>
    public readonly struct Gelu : IUnary<Gelu>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => 0.5 * x * (1 + V.Erf(x * Math.Sqrt(0.5)));
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Gelu"/> of a tensor.</summary>
    public static class GeluExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The Gaussian error linear unit of each element, exact.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = x·Φ(x) = x/2·(1 + erf(x/√2)); dy/dx = Φ(x) + x·φ(x). Hendrycks, Gimpel 2016, arXiv:1606.08415.</remarks>
            public Tensor Gelu() => Elementwise.Apply<Gelu>(x);
        }
    }
}
