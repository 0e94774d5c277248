using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The self-normalising exponential linear unit of each element.</summary>
    /// <remarks>y = λ·x for x &gt; 0, else λα·(eˣ − 1), with λ = 1.0507009873554805 and α = 1.6732632423543772, which keep mean 0 and variance 1 from layer to layer. Klambauer, Unterthiner, Mayr, Hochreiter 2017, arXiv:1706.02515.</remarks>
    public readonly struct Selu : IUnary<Selu>
    {
        const double Scale = 1.0507009873554804934, Alpha = 1.6732632423543772848;

        /// <inheritdoc/>
        public static IReadOnlyList<double> Kinks => [0];

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x) where V : struct, IReal<V> => V.Where(V.Zero < x, Scale * x, Scale * Alpha * V.Expm1(V.Min(x, V.Zero)));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Derivative<V>(V x, V y) where V : struct, IReal<V> => V.Where(V.Zero < x, V.Constant(Scale), Scale * Alpha * V.Exp(V.Min(x, V.Zero)));
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.Selu"/> of a tensor.</summary>
    public static class SeluExtensions
    {
        extension(Tensor x)
        {
            /// <summary>The self-normalising exponential linear unit of each element.</summary>
            /// <returns>A tensor of the same shape; whole numbers become float32.</returns>
            /// <remarks>y = λ·x for x &gt; 0, else λα·(eˣ − 1), with λ = 1.0507009873554805 and α = 1.6732632423543772, which keep mean 0 and variance 1 from layer to layer. Klambauer, Unterthiner, Mayr, Hochreiter 2017, arXiv:1706.02515.</remarks>
            public Tensor Selu() => Elementwise.Apply<Selu>(x);
        }
    }
}
