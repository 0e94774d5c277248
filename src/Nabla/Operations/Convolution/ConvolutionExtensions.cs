using Nabla.Backends;
using Nabla.Operations;

namespace Nabla;

/// <summary>Convolutions in one, two and three dimensions, and their transposes.</summary>
public static class ConvolutionExtensions
{
    extension(Tensor x)
    {
        /// <summary>The convolution of a batch, in as many dimensions as the kernel has spatial axes.</summary>
        /// <param name="weight">The kernel, <c>[outChannels, inChannels / groups, …]</c> with one to three spatial sizes.</param>
        /// <param name="bias">What is added to each output channel, <c>[outChannels]</c>; none unless given.</param>
        /// <param name="stride">How far the window moves, ≥ 1; 1 unless given.</param>
        /// <param name="padding">Zeros around the input; none unless given.</param>
        /// <param name="dilation">The distance of a kernel's taps, ≥ 1; 1 unless given.</param>
        /// <param name="groups">Into how many groups the channels fall that do not see each other; divides both channel numbers.</param>
        /// <returns><c>[N, inChannels, …]</c> becomes <c>[N, outChannels, …]</c> with sizes ⌊(i + p − d·(k − 1) − 1)/s⌋ + 1, p being both sides together.</returns>
        /// <exception cref="ShapeException">Ranks, channels or groups do not fit, or the kernel is larger than the padded input.</exception>
        /// <remarks>
        /// y[n, o, i] = b[o] + Σ W[o, c, k]·x[n, c, i·s + k·d − p]: cross-correlation, as the field calls it (the kernel is not mirrored).
        /// Sums run over channels and taps in an order that the sizes fix.
        /// </remarks>
        public Tensor Convolve(Tensor weight, Tensor? bias = null, PerAxis? stride = null, Padding padding = default, PerAxis? dilation = null, int groups = 1)
        {
            (ConvolutionGeometry g, Shape shape) = Plan(x.Shape, weight.Shape, stride, padding, dilation, groups);
            DType type = Type(x, weight, bias);
            CheckBias(bias, shape, Name("Conv", weight.Shape));
            return new Convolution(g, shape).Of(x.Cast(type), weight.Cast(type), bias?.Cast(type));
        }

        /// <summary>The transposed convolution of a batch: what a convolution with this kernel does to gradients, run forward.</summary>
        /// <param name="weight">The kernel, <c>[inChannels, outChannels / groups, …]</c> with one to three spatial sizes.</param>
        /// <param name="bias">What is added to each output channel, <c>[outChannels]</c>; none unless given.</param>
        /// <param name="stride">How far the window moves in the output, ≥ 1; 1 unless given.</param>
        /// <param name="padding">How much of the output is cut off on each side; none unless given.</param>
        /// <param name="outputPadding">How much is added to one side of the output, below the stride or the dilation; none unless given.</param>
        /// <param name="dilation">The distance of a kernel's taps, ≥ 1; 1 unless given.</param>
        /// <param name="groups">Into how many groups the channels fall that do not see each other; divides both channel numbers.</param>
        /// <returns><c>[N, inChannels, …]</c> becomes <c>[N, outChannels, …]</c> with sizes (i − 1)·s − p + d·(k − 1) + outputPadding + 1, p being both sides together.</returns>
        /// <exception cref="ShapeException">Ranks, channels, groups or paddings do not fit.</exception>
        public Tensor ConvolveTransposed(
            Tensor weight, Tensor? bias = null, PerAxis? stride = null, Padding padding = default, PerAxis? outputPadding = null, PerAxis? dilation = null, int groups = 1)
        {
            (ConvolutionGeometry g, Shape shape) = PlanTransposed(x.Shape, weight.Shape, stride, padding, outputPadding, dilation, groups);
            DType type = Type(x, weight, bias);
            return WithBias(new ConvolutionTransposed(g, shape).Of(x.Cast(type), weight.Cast(type)), bias?.Cast(type), Name("ConvTranspose", weight.Shape));
        }

        /// <summary>The kernel's gradient of a convolution, example by example: <c>[N, …kernel]</c>.</summary>
        internal Tensor KernelGradients(Tensor dy, in Shape weight, PerAxis? stride, Padding padding, PerAxis? dilation, int groups)
        {
            int count = x.Shape[0];
            (x, dy) = (AsGroups(x), AsGroups(dy));
            Shape kernels = weight.With(0, checked(count * weight[0]));
            ConvolutionGeometry g = Plan(x.Shape, kernels, stride, padding, dilation, checked(count * groups)).Geometry;
            return new ConvolutionWeight(g, kernels).Of(x, dy).Reshape(new Shape([count]).Concat(weight));
        }

        /// <summary>The kernel's gradient of a transposed convolution, example by example: <c>[N, …kernel]</c>.</summary>
        internal Tensor KernelGradientsTransposed(Tensor dy, in Shape weight, PerAxis? stride, Padding padding, PerAxis? outputPadding, PerAxis? dilation, int groups)
        {
            int count = x.Shape[0];
            (x, dy) = (AsGroups(x), AsGroups(dy));
            Shape kernels = weight.With(0, checked(count * weight[0]));
            ConvolutionGeometry g = PlanTransposed(x.Shape, kernels, stride, padding, outputPadding, dilation, checked(count * groups)).Geometry;
            return new ConvolutionWeight(g, kernels).Of(dy, x).Reshape(new Shape([count]).Concat(weight));
        }
    }

    /// <summary>A batch as one example whose channels are those of all.</summary>
    static Tensor AsGroups(Tensor x) => x.Reshape(new Shape([1, checked(x.Shape[0] * x.Shape[1])]).Concat(x.Shape.Slice(2, x.Rank)));

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        yield return new("Convolve", t => t[0].Convolve(t[1], t[2]), Sample.Point(random, [2, 3, 5]), Sample.Point(random, [4, 3, 2]), Sample.Point(random, [4]));
        yield return new("Convolve", t => t[0].Convolve(t[1], stride: 2, padding: Padding.Full, dilation: 2), Sample.Point(random, [1, 2, 6]), Sample.Point(random, [2, 2, 3]));
        yield return new("Convolve", t => t[0].Convolve(t[1], t[2], stride: [2, 1], padding: PerAxis.Create([1, 0]), groups: 2), Sample.Point(random, [2, 4, 5, 4]), Sample.Point(random, [2, 2, 3, 2]), Sample.Point(random, [2]));
        yield return new("Convolve", t => t[0].Convolve(t[1], padding: Padding.Same), Sample.Point(random, [1, 1, 4, 3]), Sample.Point(random, [2, 1, 2, 3]));
        yield return new("Convolve", t => t[0].Convolve(t[1]), Sample.Point(random, [2, 3, 2, 2]), Sample.Point(random, [2, 3, 1, 1]));
        yield return new("Convolve", t => t[0].Convolve(t[1], stride: [1, 2, 1], padding: 1), Sample.Point(random, [1, 2, 2, 3, 2]), Sample.Point(random, [1, 2, 2, 3, 2]));
        yield return new("ConvolveTransposed", t => t[0].ConvolveTransposed(t[1], t[2], stride: 2, padding: 1, outputPadding: 1), Sample.Point(random, [2, 2, 3]), Sample.Point(random, [2, 3, 3]), Sample.Point(random, [3]));
        yield return new("ConvolveTransposed", t => t[0].ConvolveTransposed(t[1], stride: [2, 1], dilation: [1, 2], groups: 2), Sample.Point(random, [1, 4, 2, 3]), Sample.Point(random, [4, 1, 2, 2]));
        yield return new("ConvolveTransposed", t => t[0].ConvolveTransposed(t[1]), Sample.Point(random, [1, 1, 2, 2, 1]), Sample.Point(random, [1, 2, 2, 1, 2]));
    }

    /// <summary>The shape that a convolution gives.</summary>
    internal static Shape OutputShape(in Shape x, in Shape weight, PerAxis? stride, Padding padding, PerAxis? dilation, int groups) =>
        Plan(x, weight, stride, padding, dilation, groups).Output;

    /// <summary>The shape that a transposed convolution gives.</summary>
    internal static Shape OutputShapeTransposed(in Shape x, in Shape weight, PerAxis? stride, Padding padding, PerAxis? outputPadding, PerAxis? dilation, int groups) =>
        PlanTransposed(x, weight, stride, padding, outputPadding, dilation, groups).Output;

    static (ConvolutionGeometry Geometry, Shape Output) Plan(in Shape x, in Shape weight, PerAxis? stride, Padding padding, PerAxis? dilation, int groups)
    {
        string name = Name("Conv", weight);
        ConvolutionGeometry g = Geometry(name, x, weight, stride ?? 1, padding, dilation ?? 1, groups);
        if (x[1] != weight[1] * groups)
            throw new ShapeException($"{name}: cannot convolve {x} by {weight} in {groups} groups: the input has {x[1]} channels, the kernel expects {weight[1] * groups}.", x, weight);
        if (weight[0] % groups != 0)
            throw new ShapeException($"{name}: cannot convolve by {weight} in {groups} groups: {weight[0]} output channels are no multiple of {groups}.", weight);
        Extent3 input = Extent3.Of(x.Span[2..], 1), output = g.Output(input);
        if (Math.Min(output.Depth, Math.Min(output.Height, output.Width)) < 1)
            throw new ShapeException($"{name}: cannot convolve {x} by {weight}: the kernel is larger than the padded input (padding {padding}).", x, weight);
        return (g, new Shape([x[0], weight[0]]).Concat(Spatial(output, x.Rank - 2)));
    }

    static (ConvolutionGeometry Geometry, Shape Output) PlanTransposed(
        in Shape x, in Shape weight, PerAxis? stride, Padding padding, PerAxis? outputPadding, PerAxis? dilation, int groups)
    {
        string name = Name("ConvTranspose", weight);
        ConvolutionGeometry g = Geometry(name, x, weight, stride ?? 1, padding, dilation ?? 1, groups);
        if (x[1] != weight[0])
            throw new ShapeException($"{name}: cannot convolve {x} by {weight}: the input has {x[1]} channels, the kernel expects {weight[0]}.", x, weight);
        if (x[1] % groups != 0)
            throw new ShapeException($"{name}: cannot convolve {x} in {groups} groups: {x[1]} channels are no multiple of {groups}.", x);
        int axes = x.Rank - 2;
        int[] extra = (outputPadding ?? 0).Of(axes, 0, name, "outputPadding");
        Span<int> sizes = stackalloc int[axes];
        for (int i = 0; i < axes; i++)
        {
            int place = i + 3 - axes, step = At(g.Stride, place), reach = At(g.Dilation, place);
            if (extra[i] >= Math.Max(step, reach))
                throw new ShapeException($"{name}: cannot add an output padding of {extra[i]}: it must be less than the stride {step} or the dilation {reach}.");
            long size = (x[i + 2] - 1L) * step - At(g.Before, place) - At(g.After, place) + (long)reach * (weight[i + 2] - 1) + extra[i] + 1;
            if (size is < 1 or > int.MaxValue)
                throw new ShapeException($"{name}: cannot convolve {x} by {weight}: axis {i + 2} of the output would have {size} elements.", x, weight);
            sizes[i] = (int)size;
        }
        return (g, new Shape([x[0], weight[1] * groups]).Concat(new Shape(sizes)));
    }

    static ConvolutionGeometry Geometry(string name, in Shape x, in Shape weight, PerAxis stride, Padding padding, PerAxis dilation, int groups)
    {
        if (weight.Rank is < 3 or > 5)
            throw new ShapeException($"{name}: cannot use a kernel {weight}: it has {weight.Rank} axes, expected 3 to 5, two of channels and one to three of space.", weight);
        if (x.Rank != weight.Rank)
            throw new ShapeException($"{name}: cannot convolve {x} by {weight}: the input has {x.Rank} axes, expected {weight.Rank}, [N, C, …].", x, weight);
        if (groups < 1) throw new ShapeException($"{name}: cannot work in {groups} groups: at least 1 is needed.");
        int axes = x.Rank - 2;
        ReadOnlySpan<int> kernel = weight.Span[2..];
        if (kernel.Contains(0)) throw new ShapeException($"{name}: cannot use a kernel {weight}: a spatial size is 0.", weight);
        int[] steps = stride.Of(axes, 1, name, "stride"), distances = dilation.Of(axes, 1, name, "dilation");
        (int[] before, int[] after) = padding.Of(kernel, steps, distances, name);
        return new(Extent3.Of(kernel, 1), Extent3.Of(steps, 1), Extent3.Of(before, 0), Extent3.Of(after, 0), Extent3.Of(distances, 1), groups);
    }

    static string Name(string operation, in Shape weight) => weight.Rank is >= 3 and <= 5 ? $"{operation}{weight.Rank - 2}d" : operation;

    static DType Type(Tensor x, Tensor weight, Tensor? bias) => DType.Promote(DType.Promote(x.DType, weight.DType), DType.Promote(bias?.DType ?? DType.Float32, DType.Float32));

    static Shape Spatial(Extent3 sizes, int axes) => new(((ReadOnlySpan<int>)[sizes.Depth, sizes.Height, sizes.Width])[(3 - axes)..]);

    static int At(Extent3 numbers, int axis) => axis switch { 0 => numbers.Depth, 1 => numbers.Height, _ => numbers.Width };

    static Tensor WithBias(Tensor y, Tensor? bias, string name)
    {
        if (bias is null) return y;
        CheckBias(bias, y.Shape, name);
        Span<int> sizes = stackalloc int[y.Rank - 1];
        sizes.Fill(1);
        sizes[0] = y.Shape[1];
        return y + bias.Reshape(new Shape(sizes));
    }

    static void CheckBias(Tensor? bias, in Shape y, string name)
    {
        if (bias is not null && bias.Shape != new Shape([y[1]]))
            throw new ShapeException($"{name}: cannot add a bias {bias.Shape} to {y}: expected [{y[1]}].", bias.Shape, y);
    }
}
