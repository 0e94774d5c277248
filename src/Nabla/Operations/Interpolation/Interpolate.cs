using Nabla.Backends;
using Nabla.Operations;

namespace Nabla;

/// <summary>Interpolation: a linear map along each spatial axis.</summary>
public static class InterpolateExtensions
{
    const double CubicSharpness = -0.75;

    extension(Tensor x)
    {
        /// <summary>A batch of signals, images or volumes resized.</summary>
        /// <param name="sizes">The new spatial sizes, one an axis from the third on, each ≥ 1.</param>
        /// <param name="mode">How; nearest unless given.</param>
        /// <param name="alignCorners">Whether the corners' centres stay corners, as against the edges of the cells; not for nearest.</param>
        /// <returns><c>[N, C, …]</c> with the new spatial sizes.</returns>
        /// <exception cref="ShapeException">The sizes do not fit the axes, or one is below 1.</exception>
        /// <remarks>Definitions of PyTorch 1.13 (half-pixel centres where corners are not aligned). Borders are repeated.</remarks>
        public Tensor Interpolate(ReadOnlySpan<int> sizes, Interpolation mode = Interpolation.Nearest, bool alignCorners = false)
        {
            if (x.Rank < 3 || sizes.Length != x.Rank - 2)
                throw new ShapeException($"Interpolate: cannot resize {x.Shape} to [{string.Join(", ", sizes.ToArray())}]: {Math.Max(x.Rank - 2, 0)} spatial axes and {sizes.Length} sizes.", x.Shape);
            List<AxisMap> maps = [];
            for (int i = 0; i < sizes.Length; i++)
            {
                int inputs = x.Shape[i + 2], outputs = sizes[i];
                if (outputs < 1 || inputs < 1)
                    throw new ShapeException($"Interpolate: cannot resize axis {i + 2} of {x.Shape} to {outputs}: both sizes are 1 or more.", x.Shape);
                if (outputs != inputs) maps.Add(AxisMap.Of(i + 2, inputs, outputs, o => Weights(o, inputs, outputs, mode, alignCorners)));
            }
            return ResizeAxes.Apply(x, maps);
        }
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        Tensor x = Sample.Point(random, [1, 2, 3, 4]);
        foreach (Interpolation mode in Enum.GetValues<Interpolation>())
            yield return new("Interpolate", t => t[0].Interpolate([5, 3], mode, alignCorners: mode == Interpolation.Cubic), x);
    }

    static IEnumerable<(int, double)> Weights(int output, int inputs, int outputs, Interpolation mode, bool alignCorners)
    {
        if (mode == Interpolation.Nearest) return [((int)((long)output * inputs / outputs), 1)];
        double place = alignCorners
            ? (outputs == 1 ? 0 : output * ((inputs - 1.0) / (outputs - 1)))
            : (output + 0.5) * ((double)inputs / outputs) - 0.5;
        if (mode == Interpolation.Linear) place = Math.Max(place, 0);
        int left = (int)Math.Floor(place);
        double t = place - left;
        if (mode == Interpolation.Linear) return [(left, 1 - t), (left + 1, t)];
        return [(left - 1, Far(t + 1)), (left, Near(t)), (left + 1, Near(1 - t)), (left + 2, Far(2 - t))];
    }

    static double Near(double d) => ((CubicSharpness + 2) * d - (CubicSharpness + 3)) * d * d + 1;

    static double Far(double d) => ((CubicSharpness * d - 5 * CubicSharpness) * d + 8 * CubicSharpness) * d - 4 * CubicSharpness;
}
