using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>a where it is positive, else a·b.</summary>
    /// <remarks>y = x for x &gt; 0, else slope·x; at 0 the derivative is the slope. Maas, Hannun, Ng 2013; with a trained slope He, Zhang, Ren, Sun 2015, arXiv:1502.01852.</remarks>
    public readonly struct LeakyRelu : IBinary<LeakyRelu>
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V x, V slope) where V : struct, IReal<V> => V.Where(V.Zero < x, x, slope * x);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V PartialA<V>(V x, V slope, V y) where V : struct, IReal<V> => V.Where(V.Zero < x, V.One, slope);

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V PartialB<V>(V x, V slope, V y) where V : struct, IReal<V> => V.Where(V.Zero < x, V.Zero, x);
    }
}

namespace Nabla
{
    /// <summary><see cref="Operations.LeakyRelu"/> of tensors.</summary>
    public static class LeakyReluExtensions
    {
        extension(Tensor x)
        {
            /// <summary>Each element where it is positive, else a fraction of it.</summary>
            /// <param name="slope">The fraction for negative elements.</param>
            /// <returns>A tensor of the same shape.</returns>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            /// <remarks>y = x for x &gt; 0, else slope·x; at 0 the derivative is the slope. Maas, Hannun, Ng 2013.</remarks>
            public Tensor LeakyRelu(double slope = 0.01) => Elementwise.Apply<LeakyRelu>(x, slope);

            /// <summary>Each element where it is positive, else a trained fraction of it (PReLU).</summary>
            /// <param name="slope">The fraction, of a shape that broadcasts; it receives a gradient.</param>
            /// <returns>A tensor of the broadcast shape; types are promoted.</returns>
            /// <exception cref="ShapeException">The shapes do not broadcast.</exception>
            /// <remarks>y = x for x &gt; 0, else slope·x. He, Zhang, Ren, Sun 2015, arXiv:1502.01852.</remarks>
            public Tensor LeakyRelu(Tensor slope) => Elementwise.Apply<LeakyRelu>(x, slope);
        }

        internal static IEnumerable<Sample> Samples(RandomStream random)
        {
            yield return new("LeakyRelu", x => x[0].LeakyRelu(), Sample.Distinct(random, [9]));
            yield return new("LeakyRelu", x => x[0].LeakyRelu(0.2), Sample.Distinct(random, [3, 3]).Transpose());
            yield return new("LeakyRelu", x => x[0].LeakyRelu(x[1]), Sample.Distinct(random, [4, 3]), Sample.Point(random, [3]));
        }
    }
}
