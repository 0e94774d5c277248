using Nabla.Layers;

namespace Nabla.Classic;

/// <summary>A ReLU network that approximates a function by spikes, its weights written down instead of learned: the universal approximation theorem, built.</summary>
/// <remarks>
/// <para>
/// A spike is Sp_{c,δ}(x) = (1/δ)·(ReLU(x − c + δ) + ReLU(−x + c + δ) − ReLU(−x + c) − ReLU(x − c)) − 1: it is 1 at c and falls to 0 at c ± δ. On an interval with n evenly spaced
/// nodes c, δ apart, Σ f(c)·Sp_{c,δ} has one hidden layer of 4n units and is f at the nodes and straight between them: of a smooth function the error falls as 1/n²,
/// |x| is exact with a node on its kink, and at a jump the largest error never falls below half of it, while the mean error does: that is how far the theorem reaches.
/// </para>
/// <para>
/// On a rectangle a second hidden layer joins spikes along x, y and x − y (in units of the grid) to a pyramid over each node,
/// ReLU(½·(Sp(x) + Sp(y) + Sp(x − y) − 1)) = ReLU(1 − ½(|x| + |y| + |x − y|)); their sum is 1 everywhere, and the network is f at the n² nodes and flat on each triangle between them.
/// </para>
/// <para>Float64, for the terms are as large as n. K. Hornik, M. Stinchcombe, H. White, 1989; the triangles are R. Courant's, 1943.</para>
/// </remarks>
public sealed class SpikeApproximator : Module
{
    /// <summary>How many points are computed at a time: the hidden units of all of them lie in memory.</summary>
    const int Chunk = 512;

    readonly Func<double[], double> f;
    readonly (double From, double To)[] ranges;

    /// <summary>An approximation on an interval.</summary>
    /// <param name="f">The function.</param>
    /// <param name="from">The interval's lower end.</param>
    /// <param name="to">Its upper end, above <paramref name="from"/>.</param>
    /// <param name="spikes">n ≥ 2: the number of nodes, the ends among them.</param>
    /// <exception cref="ArgumentOutOfRangeException">The interval is empty or not finite, or there are fewer than two spikes.</exception>
    public SpikeApproximator(Func<double, double> f, double from, double to, int spikes) : this(p => f(p[0]), [(from, to)], spikes)
    {
        ArgumentNullException.ThrowIfNull(f);
        double width = Spacing(0);
        double[] weight = new double[4 * spikes], bias = new double[4 * spikes], top = new double[4 * spikes];
        double sum = 0;
        for (int i = 0; i < spikes; i++)
        {
            double c = Node(0, i), value = f(c);
            sum += value;
            for (int k = 0; k < 4; k++)
                (weight[4 * i + k], bias[4 * i + k], top[4 * i + k]) = (Slopes[k], Rims[k] * width - Slopes[k] * c, Signs[k] * value / width);
        }
        Network.Add(Layer(Tensor.From(weight, [4 * spikes, 1]), Tensor.From(bias)));
        Network.Add(new Relu());
        Network.Add(Layer(Tensor.From(top, [1, 4 * spikes]), Tensor.From(-sum)));
    }

    /// <summary>An approximation on a rectangle.</summary>
    /// <param name="f">The function of x and y.</param>
    /// <param name="x">The range of x.</param>
    /// <param name="y">The range of y.</param>
    /// <param name="spikes">n ≥ 2: the nodes along each axis, the ends among them. The second hidden layer has n² units of 16n − 4 inputs.</param>
    /// <exception cref="ArgumentOutOfRangeException">A range is empty or not finite, or there are fewer than two spikes.</exception>
    public SpikeApproximator(Func<double, double, double> f, (double From, double To) x, (double From, double To) y, int spikes) : this(p => f(p[0], p[1]), [x, y], spikes)
    {
        ArgumentNullException.ThrowIfNull(f);
        int n = spikes, lines = 4 * n - 1, first = 4 * lines;
        double[] weight = new double[2 * first], bias = new double[first];
        for (int line = 0; line < lines; line++)
        {
            // Spikes along x at the nodes 0 to n − 1, along y at the same, and along x − y at those from 1 − n to n − 1.
            (double alongX, double alongY, double c) = line < n ? (1, 0, line) : line < 2 * n ? (0, 1, line - n) : (1, -1, line - 3 * n + 1.0);
            (alongX, alongY) = (alongX / Spacing(0), alongY / Spacing(1));
            c += alongX * x.From + alongY * y.From;
            for (int k = 0; k < 4; k++)
                (weight[2 * (4 * line + k)], weight[2 * (4 * line + k) + 1], bias[4 * line + k]) = (Slopes[k] * alongX, Slopes[k] * alongY, Rims[k] - Slopes[k] * c);
        }
        double[] join = new double[n * n * first], heights = new double[n * n];
        for (int i = 0; i < n; i++)
            for (int j = 0; j < n; j++)
            {
                heights[i * n + j] = f(Node(0, i), Node(1, j));
                foreach (int line in (ReadOnlySpan<int>)[i, n + j, 3 * n - 1 + i - j])
                    for (int k = 0; k < 4; k++) join[(i * n + j) * first + 4 * line + k] = Signs[k] * 0.5;
            }
        Network.Add(Layer(Tensor.From(weight, [first, 2]), Tensor.From(bias)));
        Network.Add(new Relu());
        Network.Add(Layer(Tensor.From(join, [n * n, first]), Tensor.Full([n * n], -2, DType.Float64))); // each of three spikes less 1, and less 1 for them all, halved
        Network.Add(new Relu());
        Network.Add(Layer(Tensor.From(heights, [1, n * n]), Tensor.Zeros([1], DType.Float64)));
    }

    SpikeApproximator(Func<double[], double> f, (double From, double To)[] ranges, int spikes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(spikes, 2);
        foreach ((double from, double to) in ranges)
            if (!(to > from) || !double.IsFinite(to - from))
                throw new ArgumentOutOfRangeException(nameof(ranges), to, FormattableString.Invariant($"SpikeApproximator: cannot approximate from {from} to {to}: the range is empty or not finite."));
        (this.f, this.ranges, Spikes) = (f, ranges, spikes);
        Network = AddChild("network", new Sequential());
    }

    /// <summary>n: the number of nodes along each axis.</summary>
    public int Spikes { get; }

    /// <summary>The network itself: Linear, Relu, Linear on an interval; Linear, Relu, Linear, Relu, Linear on a rectangle.</summary>
    public Sequential Network { get; }

    internal override IEnumerable<Module> Stages => [Network];

    static ReadOnlySpan<double> Slopes => [1, -1, -1, 1];

    static ReadOnlySpan<double> Rims => [1, 1, 0, 0];

    static ReadOnlySpan<double> Signs => [1, 1, -1, -1];

    /// <summary>The approximation.</summary>
    /// <param name="x"><c>[…, 1]</c> on an interval, <c>[…, 2]</c> on a rectangle; beyond its rim it falls to 0.</param>
    /// <returns><c>[…, 1]</c>, float64.</returns>
    /// <exception cref="ShapeException">The last axis has another size.</exception>
    public override Tensor Forward(Tensor x) => Network.Call(x);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => Network.CallShape(input);

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => Network.MultiplyAdds(input);

    /// <inheritdoc/>
    public override IEnumerable<(Module Layer, Shape Input)> Trace(Shape input) => Network.Trace(input);

    /// <summary>A spike: 1 at c, 0 beyond c ± δ, straight between.</summary>
    /// <param name="x">Where, of any shape.</param>
    /// <param name="center">c.</param>
    /// <param name="width">δ &gt; 0.</param>
    /// <returns>Sp_{c,δ}(x) = (1/δ)·(ReLU(x − c + δ) + ReLU(−x + c + δ) − ReLU(−x + c) − ReLU(x − c)) − 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">δ is not positive.</exception>
    public static Tensor Spike(Tensor x, double center, double width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        return ((x - center + width).Relu() + (-x + center + width).Relu() - (-x + center).Relu() - (x - center).Relu()) / width - 1;
    }

    /// <summary>The largest |f − network| over evenly spaced points, the ends among them.</summary>
    /// <param name="points">How many along each axis, ≥ 2; 10,001 on an interval and 201 on a rectangle by default.</param>
    public double SupError(int? points = null) => Errors(points, ends: true).Max();

    /// <summary>∫|f − network| by the midpoint rule.</summary>
    /// <param name="points">How many along each axis, ≥ 2; 10,001 on an interval and 201 on a rectangle by default.</param>
    public double L1Error(int? points = null) => Errors(points, ends: false).Average() * ranges.Aggregate(1.0, (area, r) => area * (r.To - r.From));

    internal static IEnumerable<Operations.Sample> Samples(RandomStream random)
    {
        var line = new SpikeApproximator(Math.Sin, 0, 6, 4);
        yield return line.At(random.Uniform([5, 1], 0.1, 1.9, DType.Float64)); // between two nodes
        var plane = new SpikeApproximator((a, b) => a * b + a, (0, 1), (0, 1), 2);
        yield return plane.At(Tensor.From(new double[,] { { 0.2, 0.7 }, { 0.8, 0.1 }, { 0.3, 0.5 } }));
    }

    double Spacing(int axis) => (ranges[axis].To - ranges[axis].From) / (Spikes - 1);

    double Node(int axis, int index) => index == Spikes - 1 ? ranges[axis].To : ranges[axis].From + index * Spacing(axis);

    double[] Errors(int? points, bool ends)
    {
        int count = points ?? (ranges.Length == 1 ? 10_001 : 201);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 2, nameof(points));
        double At(int axis, int i)
        {
            (double from, double to) = ranges[axis];
            return from + (to - from) * (ends ? (double)i / (count - 1) : (i + 0.5) / count);
        }
        using var constant = new NoGrad();
        var scope = new StepScope();
        int axes = ranges.Length;
        var errors = new double[axes == 1 ? count : count * count];
        for (int start = 0; start < errors.Length; start += Chunk)
        {
            using var step = scope.Open();
            int here = Math.Min(Chunk, errors.Length - start);
            var where = new double[here * axes];
            for (int i = 0; i < here; i++)
                for (int axis = 0, place = start + i; axis < axes; axis++, place /= count)
                    where[i * axes + axis] = At(axis, place % count);
            double[] values = Call(Tensor.From(where, [here, axes])).ToDoubles();
            for (int i = 0; i < here; i++) errors[start + i] = Math.Abs(f(where[(i * axes)..((i + 1) * axes)]) - values[i]);
        }
        return errors;
    }

    /// <summary>A layer with these weights, float64.</summary>
    static Linear Layer(Tensor weight, Tensor bias)
    {
        var layer = new Linear(weight.Shape[1], weight.Shape[0]);
        layer.Cast(DType.Float64);
        layer.Weight.Assign(weight);
        layer.Bias!.Assign(bias);
        return layer;
    }
}
