using Nabla.Backends;
using Nabla.Operations;

namespace Nabla;

/// <summary>Pooling: the largest or the mean of every window.</summary>
public static class PoolExtensions
{
    extension(Tensor x)
    {
        /// <summary>The largest element of each window.</summary>
        /// <param name="size">The window's sizes.</param>
        /// <param name="stride">How far it moves; its own size unless given.</param>
        /// <param name="padding">−∞ on each side, at most half the window; none unless given.</param>
        /// <param name="dilation">The distance of its elements; 1 unless given.</param>
        /// <param name="roundUp">Whether a last window may reach over the end.</param>
        /// <returns><c>[N, C, …]</c> with sizes ⌊(i + 2p − d·(k − 1) − 1)/s⌋ + 1, or rounded up.</returns>
        /// <exception cref="ShapeException">The numbers do not fit, or a window is larger than the padded input.</exception>
        /// <remarks>The gradient goes to the largest element, the first of equals in row-major order.</remarks>
        public Tensor MaxPool(PerAxis size, PerAxis? stride = null, PerAxis padding = default, PerAxis? dilation = null, bool roundUp = false) =>
            new WindowLargest(Windows("MaxPool", x.Shape, size, stride, padding, dilation, roundUp)).Of(Real(x));

        /// <summary>The mean of each window.</summary>
        /// <param name="size">The window's sizes.</param>
        /// <param name="stride">How far it moves; its own size unless given.</param>
        /// <param name="padding">Zeros on each side, at most half the window; none unless given.</param>
        /// <param name="roundUp">Whether a last window may reach over the end; what lies beyond the padding does not count.</param>
        /// <param name="countPadding">Whether padded zeros count as elements; true unless given.</param>
        /// <returns><c>[N, C, …]</c> with sizes ⌊(i + 2p − k)/s⌋ + 1, or rounded up.</returns>
        /// <exception cref="ShapeException">The numbers do not fit, or a window is larger than the padded input.</exception>
        public Tensor AveragePool(PerAxis size, PerAxis? stride = null, PerAxis padding = default, bool roundUp = false, bool countPadding = true)
        {
            WindowPlan[] plan = Plan("AveragePool", x.Shape, size, stride, padding, 1, roundUp);
            bool allInside = plan.All(p => p.Over == 0 && (countPadding || p.Padding == 0));
            Tensor y = new WindowTotal(Geometry(plan), Pooled(x.Shape, plan), allInside ? plan.Aggregate(1.0, (n, p) => n * p.Size) : 1).Of(Real(x));
            return allInside ? y : y / Counts(x.Shape, plan, countPadding, y.DType);
        }

        /// <summary>The mean of windows that divide the input into a grid of given sizes.</summary>
        /// <param name="outputs">The output's spatial sizes, each ≥ 1.</param>
        /// <returns><c>[N, C, …]</c> with these sizes; output o covers inputs ⌊o·i/o'⌋ to ⌈(o + 1)·i/o'⌉.</returns>
        /// <exception cref="ShapeException">The numbers do not fit.</exception>
        public Tensor AdaptiveAveragePool(PerAxis outputs)
        {
            int[] sizes = outputs.Of(Spatial(x.Shape, "AdaptiveAveragePool"), 1, "AdaptiveAveragePool", "output sizes");
            return ResizeAxes.Apply(x, [.. sizes.Select((count, i) => Means(i + 2, x.Shape[i + 2], count))]);
        }

        /// <summary>The largest element of windows that divide the input into a grid of given sizes.</summary>
        /// <param name="outputs">The output's spatial sizes, each ≥ 1.</param>
        /// <returns><c>[N, C, …]</c> with these sizes; output o covers inputs ⌊o·i/o'⌋ to ⌈(o + 1)·i/o'⌉.</returns>
        /// <exception cref="ShapeException">The numbers do not fit.</exception>
        /// <remarks>The gradient goes to the largest element, the first of equals.</remarks>
        public Tensor AdaptiveMaxPool(PerAxis outputs)
        {
            int[] sizes = outputs.Of(Spatial(x.Shape, "AdaptiveMaxPool"), 1, "AdaptiveMaxPool", "output sizes");
            return Cells(x, sizes, 0);
        }

        /// <summary>The mean over all spatial axes, which stay with size 1.</summary>
        /// <returns><c>[N, C, …]</c> becomes <c>[N, C, 1, …]</c>.</returns>
        /// <exception cref="ShapeException">There are no spatial axes.</exception>
        public Tensor GlobalAveragePool() => x.Mean(SpatialAxes(x, "GlobalAveragePool"), keepAxes: true);

        /// <summary>The largest element over all spatial axes, which stay with size 1.</summary>
        /// <returns><c>[N, C, …]</c> becomes <c>[N, C, 1, …]</c>.</returns>
        /// <exception cref="ShapeException">There are no spatial axes.</exception>
        /// <remarks>The gradient is shared equally among equal largest elements.</remarks>
        public Tensor GlobalMaxPool() => x.Max(SpatialAxes(x, "GlobalMaxPool"), keepAxes: true);
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        Tensor line = Sample.Distinct(random, [2, 2, 7]), image = Sample.Distinct(random, [1, 2, 5, 4]), volume = Sample.Distinct(random, [1, 1, 3, 4, 2]);
        yield return new("MaxPool", t => t[0].MaxPool(3, stride: 2, padding: 1), line);
        yield return new("MaxPool", t => t[0].MaxPool([2, 3], stride: [1, 2], dilation: [2, 1], roundUp: true), image);
        yield return new("MaxPool", t => t[0].MaxPool(2), volume);
        MaxWindows windows = Windows("MaxPool", image.Shape, 2, null, 0, null, false);
        Tensor places = Backend.Current.PoolMax(image, windows.Geometry, windows.Shape).Places;
        yield return new("MaxPool", t => new PlacesPick(places).Of(t[0]), image);
        yield return new("AveragePool", t => t[0].AveragePool(3, stride: 2, padding: 1, roundUp: true, countPadding: false), line);
        yield return new("AveragePool", t => t[0].AveragePool([2, 3], padding: 1), image);
        yield return new("AveragePool", t => t[0].AveragePool(2, stride: 1), volume);
        yield return new("AdaptiveAveragePool", t => t[0].AdaptiveAveragePool([3, 2]), image);
        yield return new("AdaptiveMaxPool", t => t[0].AdaptiveMaxPool([2, 3]), image);
        yield return new("GlobalAveragePool", t => t[0].GlobalAveragePool(), image);
        yield return new("GlobalMaxPool", t => t[0].GlobalMaxPool(), line);
    }

    /// <summary>How windows slide along an axis, and how many there are.</summary>
    /// <param name="Size">The elements of a window.</param>
    /// <param name="Step">How far it moves.</param>
    /// <param name="Padding">What stands on each side.</param>
    /// <param name="Dilation">The distance of its elements.</param>
    /// <param name="Over">How far the last window reaches over the padded end.</param>
    /// <param name="Count">The number of windows.</param>
    readonly record struct WindowPlan(int Size, int Step, int Padding, int Dilation, int Over, int Count);

    /// <summary>The shape that pooling gives.</summary>
    internal static Shape OutputShape(string name, in Shape x, PerAxis size, PerAxis? stride, PerAxis padding, PerAxis? dilation, bool roundUp) =>
        x.Slice(0, Math.Min(2, x.Rank)).Concat(Counts(Plan(name, x, size, stride, padding, dilation ?? 1, roundUp)));

    /// <summary>The windows of a maximum pooling.</summary>
    internal static MaxWindows Windows(string name, in Shape x, PerAxis size, PerAxis? stride, PerAxis padding, PerAxis? dilation, bool roundUp)
    {
        WindowPlan[] plan = Plan(name, x, size, stride, padding, dilation ?? 1, roundUp);
        return new(Geometry(plan), Pooled(x, plan));
    }

    /// <summary>The shape that adaptive pooling gives.</summary>
    internal static Shape AdaptiveShape(string name, in Shape x, PerAxis outputs) =>
        x.Slice(0, Math.Min(2, x.Rank)).Concat(new Shape(outputs.Of(Spatial(x, name), 1, name, "output sizes")));

    static WindowPlan[] Plan(string name, in Shape x, PerAxis size, PerAxis? stride, PerAxis padding, PerAxis dilation, bool roundUp)
    {
        int axes = Spatial(x, name);
        int[] sizes = size.Of(axes, 1, name, "size"), pads = padding.Of(axes, 0, name, "padding"), distances = dilation.Of(axes, 1, name, "dilation");
        int[] steps = (stride ?? size).Of(axes, 1, name, "stride");
        var plan = new WindowPlan[axes];
        for (int i = 0; i < axes; i++)
        {
            if (pads[i] * 2 > sizes[i]) throw new ShapeException($"{name}: cannot pad by {pads[i]}: at most half the window of {sizes[i]} may lie outside.", x);
            int padded = x[i + 2] + 2 * pads[i], reach = distances[i] * (sizes[i] - 1) + 1, room = padded - reach;
            if (room < 0) throw new ShapeException($"{name}: cannot pool axis {i + 2} of {x}: a window of {reach} is larger than the padded size {padded}.", x);
            // A window that is let reach over the end must still begin inside the input or its front padding.
            int over = roundUp && room % steps[i] != 0 && (room / steps[i] + 1) * steps[i] < x[i + 2] + pads[i] ? steps[i] - room % steps[i] : 0;
            plan[i] = new(sizes[i], steps[i], pads[i], distances[i], over, (room + over) / steps[i] + 1);
        }
        return plan;
    }

    static Shape Pooled(in Shape x, WindowPlan[] plan) => x.Slice(0, 2).Concat(Counts(plan));

    /// <summary>How many windows there are on each axis.</summary>
    static Shape Counts(WindowPlan[] plan)
    {
        Span<int> counts = stackalloc int[plan.Length];
        for (int i = 0; i < counts.Length; i++) counts[i] = plan[i].Count;
        return new(counts);
    }

    static ConvolutionGeometry Geometry(WindowPlan[] plan)
    {
        Span<int> sizes = stackalloc int[plan.Length], steps = stackalloc int[plan.Length], pads = stackalloc int[plan.Length], distances = stackalloc int[plan.Length];
        for (int i = 0; i < plan.Length; i++) (sizes[i], steps[i], pads[i], distances[i]) = (plan[i].Size, plan[i].Step, plan[i].Padding, plan[i].Dilation);
        Extent3 sides = Extent3.Of(pads, 0);
        return new(Extent3.Of(sizes, 1), Extent3.Of(steps, 1), sides, sides, Extent3.Of(distances, 1), 1);
    }

    /// <summary>How many elements each window has, padding counted or not: a product of a count for each axis.</summary>
    static Tensor Counts(in Shape x, WindowPlan[] plan, bool countPadding, DType type)
    {
        Tensor counts = Tensor.Ones([], type);
        for (int i = 0; i < plan.Length; i++)
        {
            (WindowPlan p, int border) = (plan[i], countPadding ? plan[i].Padding : 0);
            int end = x[i + 2] + border;
            counts = counts.Unsqueeze(-1) * Tensor.Generate([p.Count], type, o =>
                Math.Min(o * p.Step - p.Padding + p.Size, end) - Math.Max(o * p.Step - p.Padding, -border));
        }
        return counts;
    }

    static Tensor Real(Tensor x) => x.DType.IsFloatingPoint ? x : x.Cast(DType.Float32);

    static Tensor Cells(Tensor x, int[] sizes, int axis)
    {
        if (axis == sizes.Length)
        {
            Tensor flat = x.Flatten(2);
            Tensor largest = flat.Gather(-1, flat.Detach().ArgMax(-1, keepAxis: true));
            return largest.Reshape(x.Shape.Slice(0, 2).Concat(new Shape([.. Enumerable.Repeat(1, sizes.Length)])));
        }
        int inputs = x.Shape[axis + 2];
        return Tensor.Cat([.. Enumerable.Range(0, sizes[axis]).Select(o =>
        {
            (int first, int end) = Cell(o, inputs, sizes[axis]);
            return Cells(x.Narrow(axis + 2, first, end - first), sizes, axis + 1);
        })], axis + 2);
    }

    /// <summary>The means of the cells of an axis.</summary>
    static AxisMap Means(int axis, int inputs, int outputs) => AxisMap.Of(axis, inputs, outputs, o =>
    {
        (int first, int end) = Cell(o, inputs, outputs);
        return Enumerable.Range(first, end - first).Select(k => (k, 1.0 / (end - first)));
    });

    static (int First, int End) Cell(int output, int inputs, int outputs) =>
        ((int)((long)output * inputs / outputs), (int)(((output + 1L) * inputs + outputs - 1) / outputs));

    static int Spatial(in Shape x, string name) => x.Rank is >= 3 and <= 5
        ? x.Rank - 2
        : throw new ShapeException($"{name}: cannot pool {x}: it has {x.Rank} axes, expected 3 to 5, [N, C, …].", x);

    static Axes SpatialAxes(Tensor x, string name) => Axes.Create([.. Enumerable.Range(2, Spatial(x.Shape, name))]);
}
