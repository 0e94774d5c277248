using Nabla.Autodiff;
using Nabla.Data;
using Nabla.Layers;
using Nabla.Optimizers;
using Nabla.Training;
using static System.FormattableString;

namespace Nabla.Classic;

/// <summary>Trains a restricted Boltzmann machine by contrastive divergence, CD-k or persistent.</summary>
/// <remarks>
/// <para>
/// The gradient of −ln p(v) is that of the free energy at the data less its mean under the model; a Gibbs chain of k steps stands for the model.
/// ∂/∂W = ⟨h·vᵀ⟩chain − ⟨h·vᵀ⟩data, ∂/∂b = ⟨v⟩chain − ⟨v⟩data, ∂/∂c = ⟨h⟩chain − ⟨h⟩data, means over a batch; an optimizer moves along it (with
/// <see cref="Sgd"/>, momentum 0.5 to 0.9). h is taken as probabilities wherever it is not the chain's state.
/// </para>
/// <para>
/// CD-k begins the chain at the data each step, and ends with the means of the visible units instead of a draw, which is less noisy (Hinton 2010, section 3). Persistent
/// divergence (T. Tieleman, 2008) lets one set of chains run through the whole training; it wants smaller rates.
/// The same seeds and data give the same bits, whatever the number of threads; each step runs in a <see cref="StepScope"/>.
/// </para>
/// </remarks>
public sealed class ContrastiveDivergence
{
    readonly StepScope scope = new();
    Tensor? chain;

    /// <summary>A training.</summary>
    /// <param name="model">What is trained.</param>
    /// <param name="optimizer">What moves its parameters: <c>new Sgd(model, 0.1, momentum: 0.5)</c>.</param>
    /// <param name="steps">k, the Gibbs steps of a chain in a training step, ≥ 1; 1 by default.</param>
    /// <param name="persistent">Whether chains run on from step to step; no by default.</param>
    /// <param name="chains">The number of persistent chains, ≥ 1; 100 by default.</param>
    /// <param name="weightDecay">The factor of an L2 penalty on W alone (that of an optimizer is on the biases too), ≥ 0; 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public ContrastiveDivergence(RestrictedBoltzmannMachine model, Optimizer optimizer, int steps = 1, bool persistent = false, int chains = 100, double weightDecay = 0)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(chains, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(weightDecay);
        (Model, Optimizer, Steps, IsPersistent, Chains, WeightDecay) = (model, optimizer, steps, persistent, chains, weightDecay);
    }

    /// <summary>What is trained.</summary>
    public RestrictedBoltzmannMachine Model { get; }

    /// <summary>What moves its parameters.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>k: the Gibbs steps of a chain in a training step.</summary>
    public int Steps { get; }

    /// <summary>Whether chains run on from step to step.</summary>
    public bool IsPersistent { get; }

    /// <summary>The number of persistent chains.</summary>
    public int Chains { get; }

    /// <summary>The factor of the L2 penalty on W.</summary>
    public double WeightDecay { get; }

    /// <summary>How many whole epochs were trained: each has its own order of the examples and its own random numbers.</summary>
    public int EpochsDone { get; set; }

    /// <summary>Trains on all examples, in an order shuffled anew each epoch.</summary>
    /// <param name="data">The examples, <c>[N, …]</c>, from 0 to 1 for Bernoulli units; targets are not looked at.</param>
    /// <param name="epochs">How often all of them are met, ≥ 0.</param>
    /// <param name="batchSize">Examples of a step, ≥ 1; 64 by default.</param>
    /// <param name="seed">What the order of the examples and all chance follow from; 0 by default.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <returns>For each epoch the mean squared error of the first reconstructions, over units and examples, as they were met in training.</returns>
    /// <exception cref="ShapeException">An example has another number of numbers than there are visible units.</exception>
    /// <exception cref="NonFiniteLossException">A reconstruction became infinite or not a number: the rate is too large.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IReadOnlyList<double> Fit(IDataset data, int epochs, int batchSize = 64, ulong seed = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfNegative(epochs);
        var order = new BatchOrder(data.Count, batchSize);
        List<double> errors = [];
        for (int epoch = 1; epoch <= epochs; epoch++)
        {
            order.Shuffle(seed, EpochsDone);
            RandomStream random = new RandomStream(seed, "contrastive divergence").Named(Invariant($"{EpochsDone}"));
            double sum = 0;
            for (int i = 0; i < order.Count; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                double error = Step(data, order[i], random);
                if (!double.IsFinite(error)) throw new NonFiniteLossException(epoch, i + 1, error / order[i].Length / Model.Visible);
                sum += error;
            }
            errors.Add(sum / data.Count / Model.Visible);
            EpochsDone++;
        }
        return errors;
    }

    /// <summary>The gradient of a batch: what a step moves against.</summary>
    /// <param name="visible">v, <c>[N, …]</c>.</param>
    /// <param name="end">The visible units at the end of the chains, <c>[M, …]</c>.</param>
    /// <returns>Of W <c>[hidden, visible]</c>, b <c>[visible]</c> and c <c>[hidden]</c>: that of mean F(v) − mean F(end), by the formula.</returns>
    /// <exception cref="ShapeException">An example has another number of numbers than there are visible units.</exception>
    public (Tensor Weight, Tensor VisibleBias, Tensor HiddenBias) GradientOf(Tensor visible, Tensor end)
    {
        using var constant = new NoGrad();
        Tensor v = AsRows(visible), u = AsRows(end);
        return GradientOf(v, Model.Call(v), u, Model.Call(u));
    }

    (Tensor Weight, Tensor VisibleBias, Tensor HiddenBias) GradientOf(Tensor v, Tensor h, Tensor u, Tensor q)
    {
        // The scale goes to the smaller factors: W is far larger than a batch.
        Tensor weight = (q / u.Shape[0]).Transpose().MatMul(u) - (h / v.Shape[0]).Transpose().MatMul(v);
        if (WeightDecay > 0) weight += WeightDecay * Model.Weight;
        return (weight, u.Mean(0) - v.Mean(0), q.Mean(0) - h.Mean(0));
    }

    /// <summary>One step; the sum of squares of what the first reconstructions miss.</summary>
    double Step(IDataset data, ReadOnlySpan<int> examples, RandomStream random)
    {
        using var memory = scope.Open();
        using var constant = new NoGrad();
        Optimizer.ZeroGrad();
        Tensor v = AsRows(data.Take(examples).Inputs), h = Model.Call(v);
        Tensor state = RestrictedBoltzmannMachine.Bernoulli(h, random), first = Model.VisibleMeans(state);
        double error = (v - first).Square().Sum().Item();
        if (!double.IsFinite(error)) return error;
        Tensor u = IsPersistent ? Persistent(random) : Chain(first, random), q = Model.Call(u);
        if (IsPersistent) chain!.Overwrite(RestrictedBoltzmannMachine.Bernoulli(q, random));
        (Tensor weight, Tensor visibleBias, Tensor hiddenBias) = GradientOf(v, h, u, q);
        Give(Model.Weight, weight);
        Give(Model.VisibleBias, visibleBias);
        Give(Model.HiddenBias, hiddenBias);
        Optimizer.Step();
        return error;
    }

    /// <summary>Goes on from the means of the first step to those of step k.</summary>
    Tensor Chain(Tensor means, RandomStream random)
    {
        for (int step = 1; step < Steps; step++) means = Model.VisibleMeans(Model.SampleHidden(Model.Drawn(means, random), random));
        return means;
    }

    /// <summary>Runs the chains on, draws all the way: their hidden states are what is kept. They begin as fair coins.</summary>
    Tensor Persistent(RandomStream random)
    {
        DType type = Model.Weight.DType;
        if (chain?.DType != type) chain = StepScope.Keep(RestrictedBoltzmannMachine.Bernoulli(Tensor.Full([Chains, Model.Hidden], 0.5, type), random));
        Tensor u = Model.SampleVisible(chain, random);
        for (int step = 1; step < Steps; step++) u = Model.SampleVisible(Model.SampleHidden(u, random), random);
        return u;
    }

    Tensor AsRows(Tensor visible) => Rows.Of(visible, Model.Visible, nameof(ContrastiveDivergence)).Cast(Model.Weight.DType);

    /// <summary>Hands a parameter its gradient, as a backward walk would.</summary>
    static void Give(Parameter parameter, Tensor gradient)
    {
        if (parameter.Node is { } leaf) LeafAccumulator.Instance.Visit(leaf, gradient, fresh: true);
    }
}
