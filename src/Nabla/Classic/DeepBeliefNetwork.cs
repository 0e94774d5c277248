using System.Globalization;
using Nabla.Data;
using Nabla.Layers;
using Nabla.Optimizers;

namespace Nabla.Classic;

/// <summary>A deep belief network: restricted Boltzmann machines one upon another, each trained on the features of the one below.</summary>
/// <remarks>
/// <para>
/// Greedy pre-training layer by layer (<see cref="Pretrain"/>), then backpropagation: <see cref="Unroll"/> gives the same weights as a <see cref="Sequential"/> with a classifier
/// on top, for a <see cref="Training.Trainer"/>. The first machine's visible units may be Gaussian; those above see probabilities.
/// </para>
/// <para>G. Hinton, S. Osindero, Y. Teh, "A fast learning algorithm for deep belief nets", 2006: the beginning of deep learning's return.</para>
/// </remarks>
public sealed class DeepBeliefNetwork : Module
{
    readonly RestrictedBoltzmannMachine[] machines;

    /// <summary>A network.</summary>
    /// <param name="sizes">The units of each level, the visible one first: at least two, each ≥ 1; <c>[784, 500, 250]</c> is two machines.</param>
    /// <param name="kind">What the visible units of the first machine are; Bernoulli by default.</param>
    /// <exception cref="ArgumentException">There are fewer than two levels.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
    public DeepBeliefNetwork(ReadOnlySpan<int> sizes, RbmVisible kind = RbmVisible.Bernoulli)
    {
        if (sizes.Length < 2) throw new ArgumentException($"DeepBeliefNetwork: cannot build {sizes.Length} levels: at least 2 are needed, the visible one and one above.", nameof(sizes));
        machines = new RestrictedBoltzmannMachine[sizes.Length - 1];
        for (int i = 0; i < machines.Length; i++)
        {
            var machine = new RestrictedBoltzmannMachine(sizes[i], sizes[i + 1], i == 0 ? kind : RbmVisible.Bernoulli);
            machines[i] = AddChild(i.ToString(CultureInfo.InvariantCulture), machine);
        }
    }

    /// <summary>The machines, the lowest first.</summary>
    public IReadOnlyList<RestrictedBoltzmannMachine> Machines => machines;

    internal override IEnumerable<Module> Stages => machines;

    /// <summary>The probabilities of the highest hidden units, each level given those of the level below.</summary>
    /// <param name="x"><c>[N, …]</c>, of as many numbers as the first machine has visible units.</param>
    /// <returns><c>[N, units of the highest level]</c>.</returns>
    /// <exception cref="ShapeException">An example has another number of numbers.</exception>
    public override Tensor Forward(Tensor x) => Upward(x, machines.Length);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input)
    {
        foreach (RestrictedBoltzmannMachine machine in machines) input = machine.CallShape(input);
        return input;
    }

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => Trace(input).Sum(step => step.Layer.MultiplyAdds(step.Input));

    /// <inheritdoc/>
    public override IEnumerable<(Module Layer, Shape Input)> Trace(Shape input)
    {
        foreach (RestrictedBoltzmannMachine machine in machines)
        {
            yield return (machine, input);
            input = machine.CallShape(input);
        }
    }

    /// <summary>Trains the machines one after the other, the lowest first, each on what those below make of the data.</summary>
    /// <param name="data">The examples, <c>[N, …]</c>; targets are not looked at.</param>
    /// <param name="epochs">The epochs of each machine, ≥ 0.</param>
    /// <param name="training">How a machine is trained; by default <c>new ContrastiveDivergence(machine, new Sgd(machine, 0.1, momentum: 0.5))</c>, which is for Bernoulli units.</param>
    /// <param name="batchSize">Examples of a step, ≥ 1; 64 by default.</param>
    /// <param name="seed">What the order of the examples and all chance follow from; 0 by default.</param>
    /// <param name="cancellation">Stops between two steps.</param>
    /// <returns>For each machine what <see cref="ContrastiveDivergence.Fit"/> returned: its reconstruction errors, epoch by epoch.</returns>
    /// <exception cref="ShapeException">An example has another number of numbers than there are visible units.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public IReadOnlyList<IReadOnlyList<double>> Pretrain(
        IDataset data, int epochs, Func<RestrictedBoltzmannMachine, ContrastiveDivergence>? training = null, int batchSize = 64, ulong seed = 0, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(data);
        training ??= machine => new(machine, new Sgd(machine, learningRate: 0.1, momentum: 0.5));
        List<IReadOnlyList<double>> errors = [];
        for (int level = 0; level < machines.Length; level++)
            errors.Add(training(machines[level]).Fit(level == 0 ? data : new Features(this, level, data), epochs, batchSize, seed, cancellation));
        return errors;
    }

    /// <summary>The network as layers for backpropagation, with an untrained classifier on top.</summary>
    /// <param name="classes">The number of classes, ≥ 1.</param>
    /// <returns>Flatten, then Linear and Sigmoid for each machine with copies of its W and c, then a Linear that gives logits <c>[N, classes]</c>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no class.</exception>
    public Sequential Unroll(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        var model = new Sequential(new Flatten());
        foreach (RestrictedBoltzmannMachine machine in machines)
        {
            var layer = new Linear(machine.Visible, machine.Hidden);
            layer.Weight.Assign(machine.Weight);
            layer.Bias!.Assign(machine.HiddenBias);
            model.Add(layer);
            model.Add(new Sigmoid());
        }
        model.Add(new Linear(machines[^1].Hidden, classes));
        return model;
    }

    /// <summary>From the highest level back down, means all the way.</summary>
    /// <param name="top"><c>[N, units of the highest level]</c>.</param>
    /// <returns><c>[N, visible units]</c>.</returns>
    /// <exception cref="ShapeException">The last axis has another size.</exception>
    public Tensor Decode(Tensor top)
    {
        for (int i = machines.Length - 1; i >= 0; i--) top = machines[i].VisibleMeans(top);
        return top;
    }

    /// <summary>Draws from the model: a Gibbs chain in the highest machine, then down.</summary>
    /// <param name="start">Where the chain begins, <c>[N, …]</c> visible units: data, or noise.</param>
    /// <param name="steps">The steps of the chain, ≥ 1.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <returns>The means of the visible units, <c>[N, visible units]</c>, without a graph.</returns>
    /// <exception cref="ShapeException">An example has another number of numbers.</exception>
    public Tensor Sample(Tensor start, int steps, RandomStream random)
    {
        using var constant = new NoGrad();
        Tensor means = machines[^1].Sample(Upward(start, machines.Length - 1), steps, random);
        for (int i = machines.Length - 2; i >= 0; i--) means = machines[i].VisibleMeans(means);
        return means;
    }

    internal static IEnumerable<Operations.Sample> Samples(RandomStream random) =>
        [new DeepBeliefNetwork([4, 3, 2]).At(Operations.Sample.Point(random, [2, 2, 2]) * 50)]; // so small are the first weights

    Tensor Upward(Tensor x, int levels)
    {
        for (int i = 0; i < levels; i++) x = machines[i].Call(x);
        return x;
    }

    /// <summary>A data set as the machines below a level see it, computed as it is taken.</summary>
    sealed class Features(DeepBeliefNetwork network, int level, IDataset data) : IDataset
    {
        public int Count => data.Count;

        public Batch Take(ReadOnlySpan<int> examples)
        {
            Batch batch = data.Take(examples);
            using var constant = new NoGrad();
            return batch with { Inputs = network.Upward(batch.Inputs, level) };
        }
    }
}
