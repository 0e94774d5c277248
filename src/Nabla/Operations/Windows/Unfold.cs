using Nabla.Operations;

namespace Nabla;

/// <summary>Windows of images as columns, and back: composites of padding and windows.</summary>
public static class UnfoldExtensions
{
    extension(Tensor x)
    {
        /// <summary>The windows of a batch of signals, images or volumes as columns (im2col).</summary>
        /// <param name="size">The window's sizes.</param>
        /// <param name="stride">How far it moves; 1 unless given.</param>
        /// <param name="padding">Zeros on each side; none unless given.</param>
        /// <param name="dilation">The distance of its elements; 1 unless given.</param>
        /// <returns><c>[N, C, …]</c> becomes <c>[N, C·k, L]</c>: a column for each of L places, an entry for each of k elements of each channel.</returns>
        /// <exception cref="ShapeException">The numbers do not fit, or the window is larger than the padded input.</exception>
        /// <remarks>The gradient of an element is the sum over the windows that see it: <c>Fold</c>.</remarks>
        public Tensor Unfold(PerAxis size, PerAxis? stride = null, PerAxis padding = default, PerAxis? dilation = null)
        {
            (int axes, int[] sizes, int[] steps, int[] pads, int[] distances) = Numbers(x.Rank, x.Shape, "Unfold", size, stride, padding, dilation);
            Tensor y = x;
            for (int i = 0; i < axes; i++) y = y.Pad(i + 2, pads[i], pads[i]).Windows(i + 2, sizes[i], steps[i], distances[i]);
            // [N, C, places…, elements…] to [N, C, elements…, places…].
            int[] order = [0, 1, .. Enumerable.Range(axes + 2, axes), .. Enumerable.Range(2, axes)];
            return y.Permute(order).Flatten(2 + axes).Flatten(1, -2);
        }

        /// <summary>The transpose of <c>Unfold</c>: columns added up where their windows overlap (col2im).</summary>
        /// <param name="outputs">The output's spatial sizes.</param>
        /// <param name="size">The window's sizes.</param>
        /// <param name="stride">How far it moves; 1 unless given.</param>
        /// <param name="padding">What was put on each side and is cut off again; none unless given.</param>
        /// <param name="dilation">The distance of its elements; 1 unless given.</param>
        /// <returns><c>[N, C·k, L]</c> becomes <c>[N, C, …]</c> with these sizes.</returns>
        /// <exception cref="ShapeException">The columns are not those of such windows.</exception>
        public Tensor Fold(PerAxis outputs, PerAxis size, PerAxis? stride = null, PerAxis padding = default, PerAxis? dilation = null)
        {
            int[] whole = [.. outputs];
            int axes = whole.Length;
            if (x.Rank != 3) throw new ShapeException($"Fold: cannot fold {x.Shape}: it has {x.Rank} axes, expected 3, [N, C·k, L].", x.Shape);
            (_, int[] sizes, int[] steps, int[] pads, int[] distances) = Numbers(axes + 2, x.Shape, "Fold", size, stride, padding, dilation);
            int elements = sizes.Aggregate(1, (a, b) => a * b);
            int[] places = [.. Enumerable.Range(0, axes).Select(i => (whole[i] + 2 * pads[i] - distances[i] * (sizes[i] - 1) - 1) / steps[i] + 1)];
            if (x.Shape[1] % elements != 0 || x.Shape[2] != places.Aggregate(1, (a, b) => a * b))
                throw new ShapeException($"Fold: cannot fold {x.Shape} to {outputs}: windows of {elements} elements at {string.Join("×", places)} places are expected.", x.Shape);
            int channels = x.Shape[1] / elements;
            Tensor y = x.Reshape(new Shape([x.Shape[0], channels, .. sizes, .. places]))
                .Permute([0, 1, .. Enumerable.Range(axes + 2, axes), .. Enumerable.Range(2, axes)]);
            for (int i = axes - 1; i >= 0; i--)
            {
                Shape padded = y.Shape.Slice(0, y.Rank - 1).With(i + 2, whole[i] + 2 * pads[i]);
                y = new WindowsSum(i + 2, sizes[i], steps[i], distances[i], padded).Of(y).Narrow(i + 2, pads[i], whole[i]);
            }
            return y;
        }
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        yield return new("Unfold", t => t[0].Unfold([2, 3], stride: [1, 2], padding: 1), Sample.Point(random, [2, 2, 4, 5]));
        yield return new("Unfold", t => t[0].Unfold(2, dilation: 2), Sample.Point(random, [1, 3, 6]));
        yield return new("Fold", t => t[0].Fold([4, 5], [2, 2], stride: [2, 1], padding: [0, 1]), Sample.Point(random, [1, 8, 12]));
        yield return new("Fold", t => t[0].Fold([6], [3], dilation: [2]), Sample.Point(random, [2, 6, 2]));
    }

    static (int Axes, int[] Sizes, int[] Steps, int[] Pads, int[] Distances) Numbers(
        int rank, in Shape shape, string name, PerAxis size, PerAxis? stride, PerAxis padding, PerAxis? dilation)
    {
        int axes = rank - 2;
        if (axes is < 1 or > 3) throw new ShapeException($"{name}: cannot use {shape}: one to three spatial axes are expected, [N, C, …].", shape);
        return (axes, size.Of(axes, 1, name, "size"), (stride ?? 1).Of(axes, 1, name, "stride"), padding.Of(axes, 0, name, "padding"), (dilation ?? 1).Of(axes, 1, name, "dilation"));
    }
}
