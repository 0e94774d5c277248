using Nabla.Initializers;
using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = γ·(x − mean)/√(variance + ε) + β, channel by channel, over the batch in training and over what was seen in use.</summary>
/// <remarks>
/// In training mean and (biased) variance are those of the batch, and the running ones move towards them: running ←
/// (1 − momentum)·running + momentum·batch, with the unbiased variance. In use the running ones take their place.
/// S. Ioffe, C. Szegedy, "Batch normalization", 2015, arXiv:1502.03167.
/// </remarks>
public abstract class BatchNorm : Module
{
    const string MeanName = "running_mean", VarianceName = "running_var", BatchesName = "num_batches_tracked";

    readonly int leastAxes;
    readonly int mostAxes;

    /// <summary>The layer.</summary>
    /// <param name="leastAxes">The fewest axes of an input.</param>
    /// <param name="mostAxes">The most axes of an input.</param>
    /// <param name="channels">The size of axis 1, ≥ 1.</param>
    /// <param name="epsilon">ε, what is added to the variance; 1e-5 by default.</param>
    /// <param name="momentum">How much of each batch enters the running statistics, 0 to 1; 0.1 by default.</param>
    /// <param name="affine">Whether γ and β are trained; yes by default, else they are 1 and 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no channel, ε is negative, or the momentum lies outside 0 to 1.</exception>
    private protected BatchNorm(int leastAxes, int mostAxes, int channels, double epsilon, double momentum, bool affine)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(epsilon);
        ArgumentOutOfRangeException.ThrowIfNegative(momentum);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(momentum, 1);
        (this.leastAxes, this.mostAxes, Channels, Epsilon, Momentum) = (leastAxes, mostAxes, channels, epsilon, momentum);
        if (affine) (Weight, Bias) = (AddParameter("weight", [channels], new Ones()), AddParameter("bias", [channels], new Zeros()));
        RunningMean = AddBuffer(MeanName, Tensor.Zeros([channels]));
        RunningVariance = AddBuffer(VarianceName, Tensor.Ones([channels]));
        BatchesTracked = AddBuffer(BatchesName, Tensor.Scalar(0, DType.Int64));
    }

    /// <summary>The size of axis 1.</summary>
    public int Channels { get; }

    /// <summary>ε, what is added to the variance.</summary>
    public double Epsilon { get; }

    /// <summary>How much of each batch enters the running statistics.</summary>
    public double Momentum { get; }

    /// <summary>γ, <c>[channels]</c>, 1 at first, or null.</summary>
    public Parameter? Weight { get; }

    /// <summary>β, <c>[channels]</c>, 0 at first, or null.</summary>
    public Parameter? Bias { get; }

    /// <summary>The means that are used in <see cref="Module.Eval"/>, <c>[channels]</c>, 0 at first.</summary>
    public Tensor RunningMean { get; }

    /// <summary>The unbiased variances that are used in <see cref="Module.Eval"/>, <c>[channels]</c>, 1 at first.</summary>
    public Tensor RunningVariance { get; }

    /// <summary>How many batches the running statistics have seen, an int64 scalar.</summary>
    public Tensor BatchesTracked { get; }

    /// <summary>Whether the running statistics are the mean of all batches since <see cref="ForgetStatistics"/>, whatever the momentum.</summary>
    internal bool IsCumulative { get; set; }

    /// <summary>Puts the running statistics back to their first values.</summary>
    internal void ForgetStatistics()
    {
        SetBuffer(MeanName, Tensor.Zeros([Channels]));
        SetBuffer(VarianceName, Tensor.Ones([Channels]));
        SetBuffer(BatchesName, Tensor.Scalar(0, DType.Int64));
    }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        Check(x.Shape);
        return IsTraining ? OverBatch(x, rectified: false, pool: null) : x.BatchNorm(RunningMean, RunningVariance, Weight, Bias, Epsilon);
    }

    /// <summary><see cref="Module.Call"/> of the layer in training, and of a rectifier and a pooling behind it, in one operation.</summary>
    internal Tensor CallFollowed(Tensor x, bool rectified, MaxPool? pool)
    {
        try
        {
            Check(x.Shape);
            return OverBatch(x, rectified, pool);
        }
        catch (NablaException e) when (Locate(e))
        {
            throw;
        }
    }

    Tensor OverBatch(Tensor x, bool rectified, MaxPool? pool)
    {
        long count = x.ElementCount / Channels;
        if (count < 2)
            throw new ShapeException($"{GetType().Name}: cannot train with {x.Shape}: each channel has {count} of the 2 or more elements that a variance needs.", x.Shape);
        Tensor y = NormalizationExtensions.OverBatch(x, Weight, Bias, Epsilon, rectified, pool?.CallWindows(x.Shape), out Tensor mean, out Tensor variance);
        Track(mean, variance * (count / (count - 1.0)));
        return y;
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        Check(input);
        return input;
    }

    /// <summary>dγ = Σ dy·x̂ and dβ = Σ dy over an example's own places.</summary>
    internal override IReadOnlyList<(Parameter Parameter, Tensor Gradient)>? PerSample(Tensor x, Tensor dy) =>
        PerSampleAffine(x.BatchNorm(RunningMean, RunningVariance, epsilon: Epsilon), dy, Weight, Bias, 2, x.Rank);

    /// <summary>In training, mean and variance are those of the batch.</summary>
    internal override bool MixesExamples => IsTraining;

    void Check(in Shape input)
    {
        if (input.Rank < leastAxes || input.Rank > mostAxes)
            throw new ShapeException($"{GetType().Name}: cannot take {input}: it has {input.Rank} axes, expected {(leastAxes == mostAxes ? "" : $"{leastAxes} or ")}{mostAxes}, [N, C, …].", input);
        if (input[1] != Channels)
            throw new ShapeException($"{GetType().Name}: cannot take {input}: it has {input[1]} channels, {Channels} are expected.", input);
    }

    void Track(Tensor mean, Tensor variance)
    {
        double share = IsCumulative ? 1 / (BatchesTracked.Item() + 1) : Momentum;
        SetBuffer(MeanName, RunningMean * (1 - share) + mean * share);
        SetBuffer(VarianceName, RunningVariance * (1 - share) + variance * share);
        SetBuffer(BatchesName, BatchesTracked + 1);
    }

    private protected static IEnumerable<Sample> Both(Func<BatchNorm> layer, Tensor x)
    {
        yield return layer().At(x);
        BatchNorm used = layer();
        used.Eval();
        yield return used.At(x);
    }
}

/// <summary>Batch normalisation of vectors or signals, <c>[N, C]</c> or <c>[N, C, L]</c>: y = γ·(x − mean)/√(variance + ε) + β over the batch.</summary>
/// <remarks>In use the running statistics take the batch's place. S. Ioffe, C. Szegedy, 2015, arXiv:1502.03167.</remarks>
public sealed class BatchNorm1d : BatchNorm
{
    /// <inheritdoc cref="BatchNorm(int, int, int, double, double, bool)"/>
    public BatchNorm1d(int channels, double epsilon = 1e-5, double momentum = 0.1, bool affine = true) : base(2, 3, channels, epsilon, momentum, affine)
    {
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        Both(() => new BatchNorm1d(3), Sample.Point(random, [4, 3])).Concat(Both(() => new BatchNorm1d(2, affine: false), Sample.Point(random, [2, 2, 3])));
}

/// <summary>Batch normalisation of images, <c>[N, C, H, W]</c>: y = γ·(x − mean)/√(variance + ε) + β over the batch and all places.</summary>
/// <remarks>In use the running statistics take the batch's place. S. Ioffe, C. Szegedy, 2015, arXiv:1502.03167.</remarks>
public sealed class BatchNorm2d : BatchNorm
{
    /// <inheritdoc cref="BatchNorm(int, int, int, double, double, bool)"/>
    public BatchNorm2d(int channels, double epsilon = 1e-5, double momentum = 0.1, bool affine = true) : base(4, 4, channels, epsilon, momentum, affine)
    {
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) => Both(() => new BatchNorm2d(2), Sample.Point(random, [2, 2, 2, 3]));
}

/// <summary>Batch normalisation of volumes, <c>[N, C, D, H, W]</c>: y = γ·(x − mean)/√(variance + ε) + β over the batch and all places.</summary>
/// <remarks>In use the running statistics take the batch's place. S. Ioffe, C. Szegedy, 2015, arXiv:1502.03167.</remarks>
public sealed class BatchNorm3d : BatchNorm
{
    /// <inheritdoc cref="BatchNorm(int, int, int, double, double, bool)"/>
    public BatchNorm3d(int channels, double epsilon = 1e-5, double momentum = 0.1, bool affine = true) : base(5, 5, channels, epsilon, momentum, affine)
    {
    }

    internal static IEnumerable<Sample> Samples(RandomStream random) => Both(() => new BatchNorm3d(2), Sample.Point(random, [2, 2, 2, 1, 2]));
}
