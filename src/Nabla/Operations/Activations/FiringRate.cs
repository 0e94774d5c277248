using System.Runtime.CompilerServices;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Operations
{
    /// <summary>The rate of a leaky integrate-and-fire neuron from its drive above threshold.</summary>
    /// <remarks>y = 1/(τ·ln((E + RI − V_reset)/(E + RI − V_th))) above threshold, 0 below, with d = E + RI − V_th the drive and w = V_th − V_reset.</remarks>
    public readonly struct FiringRate : ITernary<FiringRate>
    {
        /// <inheritdoc/>
        public static ((double Low, double High) A, (double Low, double High) B, (double Low, double High) C) Domain =>
            ((0.3, 3), (0.5, 2), (0.5, 2));

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static V Value<V>(V drive, V width, V tau) where V : struct, IReal<V> =>
            V.Where(V.Zero < drive, 1 / (tau * V.Log1p(width / V.Where(V.Zero < drive, drive, V.One))), V.Zero);
    }
}

namespace Nabla
{
    /// <summary>The rate of a leaky integrate-and-fire neuron.</summary>
    public static class FiringRateExtensions
    {
        extension(Tensor current)
        {
            /// <summary>How often a leaky integrate-and-fire neuron fires at a constant current.</summary>
            /// <param name="tau">The membrane's time constant τ; seconds give a rate in hertz.</param>
            /// <param name="resistance">The membrane's resistance R.</param>
            /// <param name="rest">The resting potential E.</param>
            /// <param name="reset">The potential after a spike, V_reset, below the threshold.</param>
            /// <param name="threshold">The potential at which it fires, V_th.</param>
            /// <returns>A tensor of the same shape: (τ·ln((E + RI − V_reset)/(E + RI − V_th)))⁻¹ above threshold, 0 at and below it.</returns>
            /// <exception cref="ArgumentOutOfRangeException">τ is not positive, or the threshold is not above the reset.</exception>
            /// <remarks>The slope is infinite at the threshold from above and 0 from below.</remarks>
            public Tensor FiringRate(double tau = 1, double resistance = 1, double rest = 0, double reset = 0, double threshold = 1)
            {
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tau);
                ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(threshold, reset);
                Tensor drive = rest - threshold + resistance * current;
                return Elementwise.Apply<FiringRate>(drive, Tensor.Scalar(threshold - reset, drive.DType), Tensor.Scalar(tau, drive.DType));
            }
        }

        internal static IEnumerable<Sample> Samples(RandomStream random)
        {
            yield return new("FiringRate", t => t[0].FiringRate(tau: 0.5), random.Uniform([5], 1.2, 3, DType.Float64));
        }
    }
}
