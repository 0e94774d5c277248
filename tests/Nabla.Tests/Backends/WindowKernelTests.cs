using Nabla.Backends;
using Nabla.Backends.Cpu;
using Nabla.Operations;

namespace Nabla.Tests.Backends;

/// <summary>Convolution, its gradients, pooling and batch normalisation against the plain loops of their definitions, over many geometries.</summary>
[Collection(nameof(ForkJoinCollection))]
public sealed class WindowKernelTests : IDisposable
{
    readonly int threads = ForkJoin.Threads;

    public void Dispose() => ForkJoin.Threads = threads;

    public static TheoryData<int> Seeds() => [.. Enumerable.Range(0, 60)];

    [Theory, MemberData(nameof(Seeds))]
    public void Convolution_and_its_gradients_agree_with_the_definition(int seed)
    {
        (ConvolutionGeometry g, Shape input, Shape weight, Shape output) = Geometry(seed, convolution: true);
        AgreesWithTheDefinition(g, input, weight, output, (ulong)seed);
    }

    /// <summary>Sizes on both sides of where a kernel of its own takes over: one channel, few of them, whole registers of them; rows shorter and longer than registers.</summary>
    [Theory]
    [InlineData(9, 1, 6, 28, 5, 2, 1), InlineData(3, 2, 3, 15, 3, 1, 1), InlineData(3, 2, 4, 16, 3, 1, 1), InlineData(3, 2, 5, 17, 3, 0, 1), InlineData(2, 1, 7, 33, 2, 0, 1)]
    [InlineData(9, 6, 16, 14, 5, 0, 1), InlineData(9, 5, 15, 9, 3, 1, 1), InlineData(9, 5, 17, 9, 3, 1, 1), InlineData(8, 3, 32, 6, 3, 1, 1), InlineData(7, 3, 32, 6, 3, 1, 1), InlineData(8, 2, 64, 5, 2, 1, 2)]
    [InlineData(3, 16, 6, 10, 5, 4, 1), InlineData(2, 3, 9, 32, 3, 1, 1), InlineData(2, 3, 24, 16, 3, 1, 1), InlineData(2, 8, 8, 28, 3, 1, 8), InlineData(70, 5, 5, 7, 3, 1, 5), InlineData(2, 3, 3, 40, 5, 6, 3)]
    [InlineData(2, 520, 16, 16, 1, 0, 1), InlineData(1, 40, 6, 61, 3, 1, 1), InlineData(8, 3, 32, 12, 1, 0, 1)]
    public void Special_sizes_agree_with_the_definition(int samples, int inputs, int outputs, int size, int kernel, int pad, int groups)
    {
        int windows = size + 2 * pad - kernel + 1;
        var g = new ConvolutionGeometry(new(1, kernel, kernel), Extent3.One, new(0, pad, pad), new(0, pad, pad), Extent3.One, groups);
        AgreesWithTheDefinition(g, [samples, inputs, size, size], [outputs, inputs / groups, kernel, kernel], [samples, outputs, windows, windows], 1);
    }

    [Theory]
    [InlineData(1, 2, 1), InlineData(2, 3, 1), InlineData(4, 4, 4)]
    public void What_lies_behind_the_samples_does_not_reach_a_gradient(int inputs, int outputs, int groups)
    {
        // Nothing is padded, and a row of 10 outputs leaves lanes over.
        var random = new RandomStream(3, "behind");
        Shape input = [20, inputs, 100, 12], output = [20, outputs, 98, 10], weight = [outputs, inputs / groups, 3, 3];
        var g = new ConvolutionGeometry(new(1, 3, 3), Extent3.One, default, default, Extent3.One, groups);
        Tensor more = random.Normal([21, inputs, 100, 12]), dy = random.Normal(output);
        float[] wild = more.ToArray<float>();
        Array.Fill(wild, float.NaN, (int)input.ElementCount, wild.Length - (int)input.ElementCount);
        Tensor x = Tensor.From<float>(wild, more.Shape)[..20];
        float[] expected = Backend.Current.ConvolveWeight(x.Clone(), dy, g, weight).ToArray<float>();
        expected.ShouldAllBe(v => float.IsFinite(v));
        Backend.Current.ConvolveWeight(x, dy, g, weight).ToArray<float>().ShouldBe(expected);
    }

    static void AgreesWithTheDefinition(in ConvolutionGeometry g, in Shape input, in Shape weight, in Shape output, ulong seed)
    {
        var random = new RandomStream(seed, "convolution");
        foreach (DType type in new[] { DType.Float32, DType.Float64 })
        {
            Tensor x = random.Normal(input, type: type), w = random.Normal(weight, type: type), dy = random.Normal(output, type: type), bias = random.Normal([weight[0]], type: type);
            double[] y = new double[output.ElementCount], dx = new double[input.ElementCount], dw = new double[weight.ElementCount];
            double[] xs = Doubles(x), ws = Doubles(w), dys = Doubles(dy);
            foreach ((int yi, int xi, int wi) in Products(g, input, weight, output))
            {
                y[yi] += xs[xi] * ws[wi];
                dx[xi] += dys[yi] * ws[wi];
                dw[wi] += dys[yi] * xs[xi];
            }
            Near(Backend.Current.Convolve(x, w, null, g, output), y, type, $"y of {g}, {input}, {weight}");
            int places = (int)output.Slice(2, output.Rank).ElementCount;
            double[] bs = Doubles(bias), biased = [.. y.Select((v, i) => v + bs[i / places % bs.Length])];
            Near(Backend.Current.Convolve(x, w, bias, g, output), biased, type, $"y of {g}, {input}, {weight} with a bias");
            Near(Backend.Current.ConvolveTransposed(dy, w, g, input), dx, type, $"dx of {g}, {input}, {weight}");
            Near(Backend.Current.ConvolveWeight(x, dy, g, weight), dw, type, $"dW of {g}, {input}, {weight}");
        }
    }

    [Theory]
    [InlineData(64, 3, 32, 12, 3, 1), InlineData(1, 24, 40, 30, 3, 1), InlineData(5, 70, 130, 7, 3, 2), InlineData(9, 6, 6, 5, 5, 1), InlineData(3, 16, 33, 28, 1, 1), InlineData(20, 1, 6, 28, 5, 1), InlineData(16, 6, 16, 14, 5, 1)]
    public void Number_of_threads_does_not_change_a_bit(int samples, int inputs, int outputs, int size, int kernel, int stride)
    {
        int pad = kernel / 2, windows = (size + 2 * pad - kernel) / stride + 1;
        var g = new ConvolutionGeometry(new(1, kernel, kernel), new(1, stride, stride), new(0, pad, pad), new(0, pad, pad), Extent3.One, 1);
        Shape output = [samples, outputs, windows, windows];
        var random = new RandomStream(1, "threads");
        Tensor x = random.Normal([samples, inputs, size, size]), w = random.Normal([outputs, inputs, kernel, kernel]), dy = random.Normal(output), weights = random.Normal([inputs]), bias = random.Normal([inputs]);
        var all = new List<float[]>[2];
        for (int run = 0; run < 2; run++)
        {
            ForkJoin.Threads = run == 0 ? 1 : 3;
            Tensor mean = Tensor.Zeros([inputs]), variance = Tensor.Zeros([inputs]), dx = Tensor.Zeros(x.Shape), dweight = Tensor.Zeros([inputs]), dbias = Tensor.Zeros([inputs]);
            var tail = new ChannelTail(1e-5, true, null);
            Tensor normal = Backend.Current.StandardizeChannels(x, weights, bias, tail, x.Shape, mean, variance).Values;
            Backend.Current.StandardizeChannelsBackward(x, weights, bias, tail, null, mean, variance, normal, dx, dweight, dbias);
            all[run] =
            [
                Backend.Current.Convolve(x, w, null, g, output).ToArray<float>(), Backend.Current.ConvolveTransposed(dy, w, g, x.Shape).ToArray<float>(),
                Backend.Current.ConvolveWeight(x, dy, g, w.Shape).ToArray<float>(), normal.ToArray<float>(), dx.ToArray<float>(), dweight.ToArray<float>(), dbias.ToArray<float>(),
            ];
        }
        for (int i = 0; i < all[0].Count; i++) all[0][i].AsSpan().SequenceEqual(all[1][i]).ShouldBeTrue($"result {i}");
    }

    [Theory, MemberData(nameof(Seeds))]
    public void Pooling_agrees_with_the_definition(int seed)
    {
        (ConvolutionGeometry g, Shape input, _, Shape output) = Geometry(seed, convolution: false);
        var random = new RandomStream((ulong)seed, "pooling");
        foreach (DType type in new[] { DType.Float32, DType.Float64 })
        {
            Tensor x = random.Normal(input, type: type).Round(), dy = random.Normal(output, type: type); // whole numbers, so that many are equal
            double[] xs = Doubles(x), dys = Doubles(dy), sums = new double[output.ElementCount], spread = new double[xs.Length], put = new double[xs.Length], most = new double[sums.Length];
            if (seed % 5 == 0)
            {
                for (int i = 0; i < xs.Length; i += 7) xs[i] = i % 3 == 0 ? double.NaN : double.NegativeInfinity;
                x = Tensor.From<double>(xs, input).Cast(type);
            }
            int plane = (int)input.Slice(2, input.Rank).ElementCount, windows = (int)output.Slice(2, output.Rank).ElementCount;
            int[] places = [.. Enumerable.Repeat(-1, sums.Length)];
            Array.Fill(most, double.NegativeInfinity);
            foreach ((int yi, int xi) in Seen(g, input, output))
            {
                sums[yi] += xs[xi] / 3;
                spread[xi] += dys[yi] / 3;
                if (places[yi] < 0 || xs[xi] > most[yi] || (double.IsNaN(xs[xi]) && !double.IsNaN(most[yi]))) (most[yi], places[yi]) = (xs[xi], xi);
            }
            for (int i = 0; i < places.Length; i++)
                if (places[i] >= 0) put[places[i]] += dys[i];

            (Tensor values, Tensor where) = Backend.Current.PoolMax(x, g, output);
            Doubles(values).ShouldBe(most, $"{g}, {input}");
            Doubles(where).ShouldBe([.. places.Select((p, i) => p < 0 ? -1.0 : p - i / windows * plane)]);
            Near(Backend.Current.PoolPut(dy, where, input), put, type, $"put of {g}, {input}");
            if (seed % 5 != 0)
            {
                Doubles(Backend.Current.PoolPick(x, where)).ShouldBe([.. places.Select(p => p < 0 ? 0 : xs[p])]);
                Near(Backend.Current.PoolSum(x, g, output, 3), sums, type, $"sums of {g}, {input}");
            }
            Near(Backend.Current.PoolSpread(dy, g, input, 3), spread, type, $"spread of {g}, {input}");
        }
    }

    /// <summary>Rows of outputs around every register's width: the last register of a row does some outputs again.</summary>
    [Fact]
    public void Pairs_of_every_width_agree_with_the_definition()
    {
        var g = new ConvolutionGeometry(new(1, 2, 2), new(1, 2, 2), default, default, Extent3.One, 1);
        var random = new RandomStream(5, "pairs");
        foreach (DType type in new[] { DType.Float32, DType.Float64 })
            for (int width = 2; width <= 70; width++)
            {
                Shape input = [2, 2, 5, width], output = [2, 2, 2, width / 2];
                Tensor x = random.Normal(input, type: type), dy = random.Normal(output, type: type);
                double[] xs = Doubles(x), dys = Doubles(dy), sums = new double[dys.Length], spread = new double[xs.Length];
                foreach ((int yi, int xi) in Seen(g, input, output)) (sums[yi], spread[xi]) = (sums[yi] + xs[xi] / 4, dys[yi] / 4);
                Near(Backend.Current.PoolSum(x, g, output, 4), sums, type, $"sums of {input}");
                Near(Backend.Current.PoolSpread(dy, g, input, 4), spread, type, $"spread of {input}");
                Doubles(Backend.Current.PoolMax(x, g, output).Values).ShouldBe([.. Enumerable.Range(0, sums.Length).Select(i => Seen(g, input, output).Where(s => s.Y == i).Max(s => xs[s.X]))]);
            }
    }

    /// <summary>Windows that overlap, along rows around every register's width; among few whole numbers many are equal, and some windows see nothing larger than −∞.</summary>
    [Theory, InlineData(1), InlineData(2)]
    public void Overlapping_windows_of_every_width_have_the_first_of_their_largest_elements(int stride)
    {
        var g = new ConvolutionGeometry(new(1, 3, 3), new(1, stride, stride), new(0, 1, 1), new(0, 1, 1), Extent3.One, 1);
        var random = new RandomStream(5, "overlaps");
        foreach (DType type in new[] { DType.Float32, DType.Float64 })
            for (int width = 2; width <= 70; width++)
            {
                Shape input = [1, 2, 4, width], output = [1, 2, 3 / stride + 1, (width - 1) / stride + 1];
                double[] xs = random.Integers(input, 0, 3).ToDoubles();
                if (width % 3 == 0) Array.Fill(xs, double.NegativeInfinity, 0, xs.Length / 2);
                if (width % 4 == 0) xs[width] = xs[width + 2] = double.NaN;
                double[] most = new double[output.ElementCount], places = new double[most.Length];
                Array.Fill(places, -1);
                foreach ((int yi, int xi) in Seen(g, input, output))
                    if (places[yi] < 0 || xs[xi] > most[yi] || (double.IsNaN(xs[xi]) && !double.IsNaN(most[yi]))) (most[yi], places[yi]) = (xs[xi], xi % (4 * width));
                (Tensor values, Tensor where) = Backend.Current.PoolMax(Tensor.From<double>(xs, input).Cast(type), g, output);
                Doubles(values).ShouldBe(most, $"{type}, width {width}");
                Doubles(where).ShouldBe(places, $"{type}, width {width}");
            }
    }

    /// <summary>Axes that grow, shrink, double and stay, before and behind each other; rows around every register's width.</summary>
    [Theory]
    [InlineData(5, 8, 15, 30), InlineData(7, 5, 16, 33), InlineData(3, 9, 17, 34), InlineData(9, 4, 40, 13), InlineData(6, 6, 33, 70), InlineData(4, 8, 1, 2), InlineData(8, 1, 5, 1), InlineData(2, 7, 64, 31)]
    public void Resized_planes_and_their_gradients_agree_with_the_definition(int height, int newHeight, int width, int newWidth)
    {
        var random = new RandomStream(7, "resizing");
        foreach (DType type in new[] { DType.Float32, DType.Float64 })
            foreach (Interpolation mode in Enum.GetValues<Interpolation>())
                foreach (bool align in mode == Interpolation.Nearest ? new[] { false } : [false, true])
                {
                    Tensor x = random.Normal([2, 3, height, width], type: type).RequireGrad(), rows = Resizing(height, newHeight, mode, align), columns = Resizing(width, newWidth, mode, align);
                    Tensor y = x.Interpolate([newHeight, newWidth], mode, align), dy = random.Normal(y.Shape, type: type);
                    y.Backward(dy);
                    string what = $"{mode} of {type} from {height}×{width} to {newHeight}×{newWidth}, corners aligned: {align}";
                    Near(y, Doubles(rows.MatMul(x.Detach().Cast(DType.Float64)).MatMul(columns.Transpose())), type, what);
                    Near(x.Grad!, Doubles(rows.Transpose().MatMul(dy.Cast(DType.Float64)).MatMul(columns)), type, $"gradient of {what}");
                    Tensor line = x.Detach()[0].Interpolate([newWidth], mode, align);
                    Near(line, Doubles(x.Detach()[0].Cast(DType.Float64).MatMul(columns.Transpose())), type, $"lines of {what}");
                }
    }

    /// <summary>The matrix [outputs, inputs] of an interpolation along an axis.</summary>
    static Tensor Resizing(int inputs, int outputs, Interpolation mode, bool align)
    {
        var matrix = new double[outputs, inputs];
        for (int o = 0; o < outputs; o++)
        {
            double place = mode == Interpolation.Nearest ? Math.Floor((double)o * inputs / outputs)
                : align ? (outputs == 1 ? 0 : o * (inputs - 1.0) / (outputs - 1))
                : (o + 0.5) * inputs / outputs - 0.5;
            if (inputs == outputs) place = o;
            if (mode == Interpolation.Linear) place = Math.Max(0, place);
            for (int i = (int)Math.Floor(place) - 1; i <= (int)Math.Floor(place) + 2; i++)
            {
                double d = Math.Abs(place - i), linear = Math.Max(0, 1 - d);
                double cubic = d < 1 ? (1.25 * d - 2.25) * d * d + 1 : d < 2 ? ((-0.75 * d + 3.75) * d - 6) * d + 3 : 0;
                matrix[o, Math.Clamp(i, 0, inputs - 1)] += mode == Interpolation.Cubic ? cubic : linear;
            }
        }
        return Tensor.From(matrix);
    }

    [Theory, InlineData(2, 3, 8), InlineData(3, 5, 17), InlineData(2, 40, 33), InlineData(1, 2, 20_000), InlineData(4, 3, 7)]
    public void Channels_scaled_by_given_numbers_agree_with_the_definition(int samples, int channels, int places)
    {
        var random = new RandomStream(9, "scaled");
        foreach (DType type in new[] { DType.Float32, DType.Float64 })
        {
            Tensor x = random.Normal([samples, channels, places], type: type), mean = random.Normal([channels]), variance = random.Uniform([channels], 0.5, 2), w = random.Normal([channels]), b = random.Normal([channels]);
            double[] Exact(Tensor? weight, Tensor? bias) => [.. Doubles(x).Select((v, i) =>
            {
                int c = i / places % channels;
                return (v - mean[c].Item()) / Math.Sqrt(variance[c].Item() + 1e-5) * (weight?[c].Item() ?? 1) + (bias?[c].Item() ?? 0);
            })];
            x.BatchNorm(mean, variance, w, b).DType.ShouldBe(type);
            Near(x.BatchNorm(mean, variance, w, b), Exact(w, b), DType.Float32, "weight and bias");
            Near(x.BatchNorm(mean, variance, w), Exact(w, null), DType.Float32, "weight");
            Near(x.BatchNorm(mean, variance), Exact(null, null), DType.Float32, "neither");
            Near(x.Transpose(0, 2).Contiguous().Transpose(0, 2).BatchNorm(mean, variance, null, b), Exact(null, b), DType.Float32, "bias, of a view");
        }
    }

    [Fact]
    public void Running_statistics_may_change_before_gradients_are_asked_for()
    {
        Tensor x = new RandomStream(3).Normal([2, 2, 9]), mean = Tensor.Zeros([2]), weight = Tensor.Ones([2]).RequireGrad();
        Tensor loss = (x.BatchNorm(mean, Tensor.Ones([2]), weight, epsilon: 0) * x).Sum();
        mean.Overwrite(Tensor.Ones([2]));
        Near(Gradient.Of(loss, weight), Doubles((x * x).Sum([0, 2])), DType.Float32, "gradient of the weight");
    }

    [Theory]
    [InlineData(3, 5, 4, 4, false), InlineData(2, 40, 6, 10, true), InlineData(7, 3, 66, 68, true), InlineData(64, 2, 3, 3, false), InlineData(2, 17, 9, 35, true), InlineData(70, 2, 34, 32, true)]
    public void Normalised_batches_agree_with_the_definition(int samples, int channels, int height, int width, bool rectified)
    {
        var random = new RandomStream(3, "batches");
        foreach (DType type in new[] { DType.Float32, DType.Float64 })
        {
            // A mean far from 0: squares of the elements themselves would lose the variance.
            Tensor x = random.Normal([samples, channels, height, width], 300, 1, DType.Float64).Cast(type).RequireGrad();
            Tensor weight = random.Normal([channels], type: type).RequireGrad(), bias = random.Normal([channels], type: type).RequireGrad();
            MaxWindows? windows = rectified ? PoolExtensions.Windows("MaxPool", x.Shape, 2, null, 0, null, false) : null;
            Tensor y = NormalizationExtensions.OverBatch(x, weight, bias, 1e-5, rectified, windows, out Tensor mean, out Tensor variance);
            Tensor dy = random.Normal(y.Shape, type: type);
            y.Backward(dy);

            Tensor exact = x.Detach().Cast(DType.Float64).RequireGrad(), w = weight.Detach().Cast(DType.Float64).RequireGrad(), b = bias.Detach().Cast(DType.Float64).RequireGrad();
            Axes axes = Axes.Create([0, 2, 3]);
            Tensor m = exact.Mean(axes), v = exact.Variance(axes, correction: 0), z = exact.BatchNorm(m, v, w, b);
            if (rectified) z = z.Relu().MaxPool(2);
            z.Backward(dy.Cast(DType.Float64));
            double tolerance = type == DType.Float32 ? 1e-3 : 1e-9;
            foreach ((Tensor ours, Tensor theirs) in new[] { (mean, m), (variance, v), (y, z), (weight.Grad!, w.Grad!), (bias.Grad!, b.Grad!), (x.Grad!, exact.Grad!) })
                Near(ours, Doubles(theirs), tolerance, $"{ours.Shape} of {type}");
        }
    }

    static (ConvolutionGeometry Geometry, Shape Input, Shape Weight, Shape Output) Geometry(int seed, bool convolution)
    {
        var random = new Random(seed);
        int axes = 1 + seed % 3, groups = convolution && seed % 4 == 0 ? random.Next(2, 5) : 1;
        int[] kernel = new int[axes], stride = new int[axes], pad = new int[axes], dilation = new int[axes], size = new int[axes], windows = new int[axes];
        for (int i = 0; i < axes; i++)
        {
            (kernel[i], stride[i], dilation[i]) = (random.Next(1, 5), random.Next(1, 4), random.Next(1, 3));
            if (convolution && random.Next(2) == 0) stride[i] = 1;
            if (!convolution && random.Next(2) == 0) (kernel[i], stride[i], dilation[i]) = (2, 2, 1);
            pad[i] = random.Next(2) == 0 ? 0 : random.Next(0, convolution ? kernel[i] * dilation[i] + 2 : kernel[i] / 2 + 1);
            int reach = dilation[i] * (kernel[i] - 1) + 1;
            size[i] = Math.Max(1, reach - 2 * pad[i]) + random.Next(0, axes == 1 ? 90 : axes == 2 ? 25 : 7);
            windows[i] = (size[i] + 2 * pad[i] - reach) / stride[i] + 1;
        }
        bool depthwise = groups > 1 && seed % 8 == 0;
        int inputs = depthwise ? 1 : random.Next(1, 6), outputs = depthwise ? 1 : random.Next(1, 22), samples = random.Next(1, 12);
        Extent3 before = Extent3.Of(pad, 0);
        return (new(Extent3.Of(kernel, 1), Extent3.Of(stride, 1), before, before, Extent3.Of(dilation, 1), groups),
            new Shape([samples, groups * inputs, .. size]), new Shape([groups * outputs, inputs, .. kernel]), new Shape([samples, groups * (convolution ? outputs : inputs), .. windows]));
    }

    /// <summary>Every multiplication of a convolution: places in y, x and W.</summary>
    static IEnumerable<(int Y, int X, int W)> Products(ConvolutionGeometry g, Shape input, Shape weight, Shape output)
    {
        int outputs = weight[0] / g.Groups, inputs = weight[1];
        (Extent3 size, Extent3 windows) = (Extent3.Of(input.Span[2..], 1), Extent3.Of(output.Span[2..], 1));
        for (int n = 0; n < input[0]; n++)
            for (int o = 0; o < weight[0]; o++)
                for (int c = 0; c < inputs; c++)
                    foreach ((int window, int place, int tap) in Taps(g, size, windows))
                        yield return (
                            (n * weight[0] + o) * windows.Count + window,
                            (n * input[1] + o / outputs * inputs + c) * size.Count + place,
                            (o * inputs + c) * g.Kernel.Count + tap);
    }

    static IEnumerable<(int Y, int X)> Seen(ConvolutionGeometry g, Shape input, Shape output)
    {
        (Extent3 size, Extent3 windows) = (Extent3.Of(input.Span[2..], 1), Extent3.Of(output.Span[2..], 1));
        for (int plane = 0; plane < input[0] * input[1]; plane++)
            foreach ((int window, int place, _) in Taps(g, size, windows))
                yield return (plane * windows.Count + window, plane * size.Count + place);
    }

    static IEnumerable<(int Window, int Place, int Tap)> Taps(ConvolutionGeometry g, Extent3 size, Extent3 windows)
    {
        for (int window = 0; window < windows.Count; window++)
            for (int tap = 0; tap < g.Kernel.Count; tap++)
            {
                (int od, int oh, int ow) = (window / (windows.Height * windows.Width), window / windows.Width % windows.Height, window % windows.Width);
                (int kd, int kh, int kw) = (tap / (g.Kernel.Height * g.Kernel.Width), tap / g.Kernel.Width % g.Kernel.Height, tap % g.Kernel.Width);
                int d = od * g.Stride.Depth - g.Before.Depth + kd * g.Dilation.Depth, h = oh * g.Stride.Height - g.Before.Height + kh * g.Dilation.Height;
                int w = ow * g.Stride.Width - g.Before.Width + kw * g.Dilation.Width;
                if (d >= 0 && d < size.Depth && h >= 0 && h < size.Height && w >= 0 && w < size.Width)
                    yield return (window, (d * size.Height + h) * size.Width + w, tap);
            }
    }

    static double[] Doubles(Tensor x) => x.Detach().Cast(DType.Float64).ToArray<double>();

    static void Near(Tensor actual, double[] expected, DType type, string what) => Near(actual, expected, type == DType.Float32 ? 2e-5 : 1e-12, what);

    static void Near(Tensor actual, double[] expected, double tolerance, string what)
    {
        double[] ours = Doubles(actual);
        ours.Length.ShouldBe(expected.Length, what);
        double scale = expected.Length == 0 ? 1 : 1 + expected.Max(Math.Abs);
        for (int i = 0; i < ours.Length; i++) ours[i].ShouldBe(expected[i], tolerance * scale, $"{what}: element {i}");
    }
}
