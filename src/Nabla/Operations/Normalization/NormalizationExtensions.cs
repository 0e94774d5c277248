using Nabla.Operations;

namespace Nabla;

/// <summary>Normalisations: they shift and scale elements by the mean and variance of some axes.</summary>
/// <remarks>Variances are biased (divided by n) and computed in two passes, from the distances to the mean.</remarks>
public static class NormalizationExtensions
{
    extension(Tensor x)
    {
        /// <summary>Each channel shifted by a mean and divided by a standard deviation.</summary>
        /// <param name="mean">The means, <c>[C]</c>.</param>
        /// <param name="variance">The variances, <c>[C]</c>.</param>
        /// <param name="weight">γ, <c>[C]</c>; 1 unless given.</param>
        /// <param name="bias">β, <c>[C]</c>; 0 unless given.</param>
        /// <param name="epsilon">ε, what is added to the variance; 1e-5 unless given.</param>
        /// <returns>γ·(x − mean)/√(variance + ε) + β, of the shape <c>[N, C, …]</c> of the tensor.</returns>
        /// <exception cref="ShapeException">There is no channel axis, or a vector is not of its size.</exception>
        /// <remarks>S. Ioffe, C. Szegedy, "Batch normalization", 2015, arXiv:1502.03167.</remarks>
        public Tensor BatchNorm(Tensor mean, Tensor variance, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5)
        {
            Shape channels = [ChannelShape("BatchNorm", x.Shape)[0]];
            Tensor centre = Fit("BatchNorm", mean, channels, x.Shape), factor = (Fit("BatchNorm", variance, channels, x.Shape) + epsilon).Rsqrt();
            if (weight is not null) factor *= Fit("BatchNorm", weight, channels, x.Shape);
            return Scaled(x, centre, factor, bias is null ? null : Fit("BatchNorm", bias, channels, x.Shape));
        }

        /// <summary>The last axes normalised to mean 0 and variance 1, then scaled and shifted element by element.</summary>
        /// <param name="normalized">The sizes of the last axes, over which mean and variance are taken.</param>
        /// <param name="weight">γ, of these sizes; 1 unless given.</param>
        /// <param name="bias">β, of these sizes; 0 unless given.</param>
        /// <param name="epsilon">ε, what is added to the variance; 1e-5 unless given.</param>
        /// <returns>γ·(x − mean)/√(variance + ε) + β, of the tensor's shape.</returns>
        /// <exception cref="ShapeException">The tensor's last sizes or a parameter's differ.</exception>
        /// <remarks>J. Ba, J. Kiros, G. Hinton, "Layer normalization", 2016, arXiv:1607.06450.</remarks>
        public Tensor LayerNorm(Shape normalized, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5) =>
            OverLast("LayerNorm", x, normalized, weight, bias, epsilon, centred: true);

        /// <summary>The last axes divided by their root mean square, then scaled element by element.</summary>
        /// <param name="normalized">The sizes of the last axes, over which the mean square is taken.</param>
        /// <param name="weight">γ, of these sizes; 1 unless given.</param>
        /// <param name="epsilon">ε, what is added to the mean square; 1e-6 unless given.</param>
        /// <returns>γ·x/√(mean x² + ε), of the tensor's shape.</returns>
        /// <exception cref="ShapeException">The tensor's last sizes or the parameter's differ.</exception>
        /// <remarks>B. Zhang, R. Sennrich, "Root mean square layer normalization", 2019, arXiv:1910.07467.</remarks>
        public Tensor RmsNorm(Shape normalized, Tensor? weight = null, double epsilon = 1e-6) =>
            OverLast("RmsNorm", x, normalized, weight, null, epsilon, centred: false);

        /// <summary>Groups of channels of each example normalised to mean 0 and variance 1, then scaled and shifted channel by channel.</summary>
        /// <param name="groups">The number of groups; divides the number of channels.</param>
        /// <param name="weight">γ, <c>[C]</c>; 1 unless given.</param>
        /// <param name="bias">β, <c>[C]</c>; 0 unless given.</param>
        /// <param name="epsilon">ε, what is added to the variance; 1e-5 unless given.</param>
        /// <returns>γ·(x − mean)/√(variance + ε) + β, of the shape <c>[N, C, …]</c> of the tensor.</returns>
        /// <exception cref="ShapeException">There is no channel axis, the groups do not divide it, or a vector is not of its size.</exception>
        /// <remarks>As many groups as channels are an instance norm. Y. Wu, K. He, "Group normalization", 2018, arXiv:1803.08494.</remarks>
        public Tensor GroupNorm(int groups, Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5)
        {
            Shape channels = ChannelShape("GroupNorm", x.Shape);
            ArgumentOutOfRangeException.ThrowIfLessThan(groups, 1);
            if (channels[0] % groups != 0)
                throw new ShapeException($"GroupNorm: cannot put {x.Shape} into {groups} groups: {channels[0]} channels are no multiple of {groups}.", x.Shape);
            int places = checked((int)x.Shape.CountOf(2, x.Rank));
            Tensor grouped = x.Reshape([x.Shape[0], groups, channels[0] / groups * places]);
            Tensor y = Standardized(grouped, [grouped.Shape[2]], null, null, epsilon, centred: true).Reshape(x.Shape);
            if (weight is not null) _ = Fit("GroupNorm", weight, [channels[0]], x.Shape);
            if (bias is not null) _ = Fit("GroupNorm", bias, [channels[0]], x.Shape);
            return (weight ?? bias) is null ? y : Scaled(y, null, weight, bias);
        }

        /// <summary>Each channel of each example normalised to mean 0 and variance 1, then scaled and shifted channel by channel.</summary>
        /// <param name="weight">γ, <c>[C]</c>; 1 unless given.</param>
        /// <param name="bias">β, <c>[C]</c>; 0 unless given.</param>
        /// <param name="epsilon">ε, what is added to the variance; 1e-5 unless given.</param>
        /// <returns>γ·(x − mean)/√(variance + ε) + β, of the shape <c>[N, C, …]</c> of the tensor.</returns>
        /// <exception cref="ShapeException">There is no channel or spatial axis, or a vector is not of the channels' size.</exception>
        /// <remarks>D. Ulyanov, A. Vedaldi, V. Lempitsky, "Instance normalization", 2016, arXiv:1607.08022.</remarks>
        public Tensor InstanceNorm(Tensor? weight = null, Tensor? bias = null, double epsilon = 1e-5)
        {
            if (x.Rank < 3) throw new ShapeException($"InstanceNorm: cannot normalise {x.Shape}: it has {x.Rank} axes, [N, C, …] with a spatial axis needs at least 3.", x.Shape);
            return x.GroupNorm(x.Shape[1], weight, bias, epsilon);
        }
    }

    /// <summary>Each channel normalised by its own mean and variance in this batch, which are handed over, [C]; behind it a rectifier and the largest elements of windows where they are wanted.</summary>
    internal static Tensor OverBatch(Tensor x, Tensor? weight, Tensor? bias, double epsilon, bool rectified, MaxWindows? windows, out Tensor mean, out Tensor variance)
    {
        if (x.ElementCount < LeastPlaces * x.Shape[0] * x.Shape[1] || x.ElementCount == 0 || (weight is null) != (bias is null))
        {
            Axes axes = AllButChannels(x.Shape);
            (mean, variance) = (x.Mean(axes), x.Variance(axes, correction: 0));
            Tensor y = x.BatchNorm(mean, variance, weight, bias, epsilon);
            (mean, variance) = (mean.Detach(), variance.Detach());
            if (rectified) y = y.Relu();
            return windows is { } w ? new WindowLargest(w).Of(y) : y;
        }
        DType type = DType.Promote(DType.Promote(x.DType, DType.Float32), weight?.DType ?? DType.Float32);
        if (weight is not null) _ = Fit("BatchNorm", weight, [x.Shape[1]], x.Shape);
        if (bias is not null) _ = Fit("BatchNorm", bias, [x.Shape[1]], x.Shape);
        var operation = new StandardizeChannels(epsilon, rectified, windows);
        Tensor result = operation.Of(x.Cast(type), weight?.Cast(type), bias?.Cast(type));
        (mean, variance) = operation.Statistics;
        return result;
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        Tensor image = Sample.Point(random, [2, 4, 2, 3]), rows = Sample.Point(random, [3, 4]);
        Tensor Vector(int size) => Sample.Point(random, [size]);
        yield return new("BatchNorm", t => t[0].BatchNorm(t[1], t[2], t[3], t[4]), image, Vector(4), random.Uniform([4], 0.5, 2, DType.Float64), Vector(4), Vector(4));
        yield return new("BatchNorm", t => t[0].BatchNorm(t[0].Mean(0), t[0].Variance(0, correction: 0)), rows);
        Tensor large = Sample.Point(random, [2, 2, 3, 3]);
        yield return new("BatchNorm", t => OverBatch(t[0], t[1], t[2], 1e-5, false, null, out _, out _), large, Vector(2), Vector(2));
        yield return new("BatchNorm", t => OverBatch(t[0], t[1], t[2], 1e-5, true, null, out _, out _), large, Vector(2), Vector(2));
        yield return new("BatchNorm", t => OverBatch(t[0], null, null, 1e-5, true, null, out _, out _), large);
        yield return new("BatchNorm", t => OverBatch(t[0], t[1], t[2], 1e-5, true, PoolExtensions.Windows("MaxPool", t[0].Shape, 2, 1, 0, 1, false), out _, out _), large, Vector(2), Vector(2));
        yield return new("LayerNorm", t => t[0].LayerNorm([4], t[1], t[2]), rows, Vector(4), Vector(4));
        yield return new("LayerNorm", t => t[0].LayerNorm([2, 3], t[1]), image, Sample.Point(random, [2, 3]));
        yield return new("RmsNorm", t => t[0].RmsNorm([4], t[1]), rows, Vector(4));
        yield return new("RmsNorm", t => t[0].RmsNorm([2, 3]), image);
        yield return new("GroupNorm", t => t[0].GroupNorm(2, t[1], t[2]), image, Vector(4), Vector(4));
        yield return new("GroupNorm", t => t[0].GroupNorm(1), rows);
        yield return new("InstanceNorm", t => t[0].InstanceNorm(t[1], t[2]), image, Vector(4), Vector(4));
        yield return new("BatchNorm", t => t[0].BatchNorm(t[1], t[2], t[3], t[4]), large, Vector(2), random.Uniform([2], 0.5, 2, DType.Float64), Vector(2), Vector(2));
        yield return new("GroupNorm", t => t[0].GroupNorm(1, t[1], t[2]), large, Vector(2), Vector(2));
    }

    /// <summary>Below this many places of a channel in an example, whole tensors at a time are the faster way.</summary>
    const int LeastPlaces = 8;

    /// <summary>The axes over which a channel of <c>[N, C, …]</c> is normalised in a batch.</summary>
    internal static Axes AllButChannels(in Shape x) => Axes.Create([0, .. Enumerable.Range(2, x.Rank - 2)]);

    /// <summary>The shape in which a vector of channels broadcasts with the tensor: <c>[C, 1, …]</c>.</summary>
    internal static Shape ChannelShape(string operation, in Shape x)
    {
        if (x.Rank < 2) throw new ShapeException($"{operation}: cannot normalise {x}: it has {x.Rank} axes, [N, C, …] needs at least 2.", x);
        Span<int> sizes = stackalloc int[x.Rank - 1];
        sizes.Fill(1);
        sizes[0] = x[1];
        return new(sizes);
    }

    /// <summary>Checks that the last axes have these sizes.</summary>
    internal static void CheckLastAxes(string operation, in Shape x, in Shape normalized)
    {
        if (normalized.Rank == 0 || !x.Span.EndsWith(normalized.Span))
            throw new ShapeException($"{operation}: cannot normalise {x}: its last sizes are not {normalized}.", x, normalized);
    }

    /// <summary>The definition of what <see cref="Standardize"/> computes in one pass.</summary>
    internal static Tensor Define(Tensor x, in Shape normalized, Tensor? weight, Tensor? bias, double epsilon, bool centred)
    {
        CheckLastAxes("Standardize", x.Shape, normalized);
        Axes axes = Axes.Create([.. Enumerable.Range(x.Rank - normalized.Rank, normalized.Rank)]);
        Tensor distance = centred ? x - x.Mean(axes, keepAxes: true) : x;
        Tensor y = distance * (distance.Square().Mean(axes, keepAxes: true) + epsilon).Rsqrt();
        if (weight is not null) y *= weight;
        return bias is null ? y : y + bias;
    }

    static Tensor OverLast(string operation, Tensor x, in Shape normalized, Tensor? weight, Tensor? bias, double epsilon, bool centred)
    {
        CheckLastAxes(operation, x.Shape, normalized);
        if (weight is not null) _ = Fit(operation, weight, normalized, x.Shape);
        if (bias is not null) _ = Fit(operation, bias, normalized, x.Shape);
        return Standardized(x, normalized, weight, bias, epsilon, centred);
    }

    static Tensor Standardized(Tensor x, in Shape normalized, Tensor? weight, Tensor? bias, double epsilon, bool centred)
    {
        DType type = DType.Promote(DType.Promote(x.DType, DType.Float32), DType.Promote(weight?.DType ?? DType.Float32, bias?.DType ?? DType.Float32));
        int size = checked((int)normalized.ElementCount);
        if (x.ElementCount == 0 || (weight is null && bias is not null)) return Define(x, normalized, weight, bias, epsilon, centred);
        return new Standardize(size, epsilon, centred).Of(x.Cast(type), weight?.Cast(type), bias?.Cast(type));
    }

    /// <summary>(x − mean)·factor + shift, channel by channel; 0, 1 and 0 where they are not given.</summary>
    static Tensor Scaled(Tensor x, Tensor? mean, Tensor? factor, Tensor? shift)
    {
        DType type = DType.Promote(x.DType, DType.Float32);
        foreach (Tensor? vector in (ReadOnlySpan<Tensor?>)[mean, factor, shift])
            if (vector is not null) type = DType.Promote(type, vector.DType);
        if (x.ElementCount < LeastPlaces * x.Shape[0] * x.Shape[1])
        {
            Shape channels = ChannelShape("ScaleChannels", x.Shape);
            Tensor y = mean is null ? x.Cast(type) : x - mean.Reshape(channels);
            if (factor is not null) y *= factor.Reshape(channels);
            return shift is null ? y : y + shift.Reshape(channels);
        }
        Shape vectors = [x.Shape[1]];
        // A running mean changes in place before some gradients are asked for: a copy stays.
        return new ScaleChannels().Of(x.Cast(type), mean?.Cast(type).Clone() ?? Tensor.Zeros(vectors, type), factor?.Cast(type) ?? Tensor.Ones(vectors, type), shift?.Cast(type) ?? Tensor.Zeros(vectors, type));
    }

    static Tensor Fit(string operation, Tensor parameter, in Shape expected, in Shape x) => parameter.Shape == expected
        ? parameter
        : throw new ShapeException($"{operation}: cannot use {parameter.Shape} with {x}: {expected} is expected.", parameter.Shape, x);
}
