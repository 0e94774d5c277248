using Nabla.Classic;
using Nabla.Data;
using Nabla.Diagnostics;
using Nabla.Initializers;
using Nabla.Layers;
using Nabla.Losses;
using Nabla.Optimizers;
using Nabla.Training;

namespace Nabla.Tests.Classic;

public sealed class RestrictedBoltzmannMachineTests
{
    /// <summary>A machine small enough to list all its states, with large weights.</summary>
    static RestrictedBoltzmannMachine Small(RbmVisible kind = RbmVisible.Bernoulli)
    {
        var model = new RestrictedBoltzmannMachine(4, 3, kind, new Normal(0, 1)) { Seed = 5 };
        model.Cast(DType.Float64);
        model.VisibleBias.Assign(Tensor.From(0.3, -0.2, 0.5, -0.7));
        model.HiddenBias.Assign(Tensor.From(-0.4, 0.1, 0.6));
        return model;
    }

    /// <summary>All states of some units, <c>[2^count, count]</c>.</summary>
    static Tensor States(int count)
    {
        double[] bits = new double[(1 << count) * count];
        for (int i = 0; i < bits.Length; i++) bits[i] = i / count >> i % count & 1;
        return Tensor.From<double>(bits, [1 << count, count]);
    }

    /// <summary>F(v) = −ln Σ_h e^−E(v, h), with every h written out.</summary>
    [Theory, InlineData(RbmVisible.Bernoulli), InlineData(RbmVisible.Gaussian)]
    public void The_free_energy_sums_over_all_hidden_states(RbmVisible kind)
    {
        RestrictedBoltzmannMachine model = Small(kind);
        Tensor v = new RandomStream(2, "v").Uniform([5, 4], type: DType.Float64), h = States(3);
        Tensor own = kind == RbmVisible.Bernoulli ? -v.MatMul(model.VisibleBias) : (v - model.VisibleBias).Square().Sum(1) * 0.5;
        Tensor minusEnergy = v.MatMul(model.Weight.Transpose()).MatMul(h.Transpose()) + h.MatMul(model.HiddenBias); // [5, 8]
        double[] expected = (own - minusEnergy.LogSumExp(1)).ToDoubles();
        double[] found = model.FreeEnergy(v).ToDoubles();
        for (int i = 0; i < expected.Length; i++) found[i].ShouldBe(expected[i], 1e-12);
    }

    /// <summary>The formula of the paper is the gradient of the free energies that the graph gives.</summary>
    [Theory, InlineData(RbmVisible.Bernoulli), InlineData(RbmVisible.Gaussian)]
    public void The_gradient_is_that_of_the_difference_of_free_energies(RbmVisible kind)
    {
        RestrictedBoltzmannMachine model = Small(kind);
        var training = new ContrastiveDivergence(model, new Sgd(model, 0.1), weightDecay: 0.3);
        Tensor v = new RandomStream(2, "v").Uniform([5, 4], type: DType.Float64), u = new RandomStream(3, "u").Uniform([7, 4], type: DType.Float64);
        (Tensor weight, Tensor visibleBias, Tensor hiddenBias) = training.GradientOf(v, u);
        Tensor objective = model.FreeEnergy(v).Mean() - model.FreeEnergy(u).Mean() + 0.15 * model.Weight.Square().Sum();
        Tensor[] graph = Gradient.Of(objective, [model.Weight, model.VisibleBias, model.HiddenBias]);
        foreach ((Tensor expected, Tensor found) in graph.Zip([weight, visibleBias, hiddenBias]))
            foreach ((double a, double b) in expected.ToDoubles().Zip(found.ToDoubles())) b.ShouldBe(a, 1e-12);
    }

    /// <summary>The chain's visible states come as often as e^−F says, counted over all sixteen.</summary>
    [Fact]
    public void A_long_chain_draws_from_the_model()
    {
        RestrictedBoltzmannMachine model = Small();
        const int chains = 20_000;
        var random = new RandomStream(9, "chain");
        Tensor means = model.Sample(Tensor.Zeros([chains, 4], DType.Float64), 30, random);
        Tensor states = (random.Uniform(means.Shape, type: DType.Float64) < means).Cast(DType.Float64);
        var counts = new double[16];
        foreach (double state in states.MatMul(Tensor.From(1.0, 2, 4, 8)).ToDoubles()) counts[(int)state]++;
        double[] expected = (-model.FreeEnergy(States(4))).Softmax(0).ToDoubles();
        for (int i = 0; i < 16; i++) (counts[i] / chains).ShouldBe(expected[i], 5 * Math.Sqrt(expected[i] / chains));
    }

    [Fact]
    public void Gaussian_units_have_their_mean_and_a_deviation_of_one()
    {
        RestrictedBoltzmannMachine model = Small(RbmVisible.Gaussian);
        Tensor h = Tensor.Ones([20_000, 3], DType.Float64), v = model.SampleVisible(h, new RandomStream(1, "v"));
        double[] mean = v.Mean(0).ToDoubles(), expected = (model.Weight.Sum(0) + model.VisibleBias).ToDoubles(), deviation = v.StandardDeviation(0).ToDoubles();
        for (int i = 0; i < 4; i++)
        {
            mean[i].ShouldBe(expected[i], 0.04);
            deviation[i].ShouldBe(1, 0.03);
        }
    }

    static (RestrictedBoltzmannMachine, IReadOnlyList<double>) Digits(int epochs, int steps = 1, bool persistent = false, double rate = 0.1)
    {
        var model = new RestrictedBoltzmannMachine(64, 32);
        var training = new ContrastiveDivergence(model, new Sgd(model, rate, momentum: 0.5), steps, persistent, chains: 50, weightDecay: 1e-4);
        return (model, training.Fit(Datasets.Digits.Train, epochs, batchSize: 32, seed: 3));
    }

    [Theory, InlineData(1), InlineData(3)]
    public void Reconstructions_of_digits_get_better_from_epoch_to_epoch(int steps)
    {
        var (model, errors) = Digits(8, steps);
        for (int i = 1; i < errors.Count; i++) errors[i].ShouldBeLessThan(errors[i - 1]);
        errors[^1].ShouldBeLessThan(0.6 * errors[0]);
        model.ReconstructionError(Datasets.Digits.Test).ShouldBeInRange(0.01, 0.06);
    }

    /// <summary>What chains have learned of digits is likelier than noise of the same brightness.</summary>
    [Fact]
    public void Persistent_chains_learn_digits()
    {
        var (model, errors) = Digits(15, persistent: true, rate: 0.03);
        errors[^1].ShouldBeLessThan(0.75 * errors[0]);
        Batch test = Datasets.Digits.Test.Take([.. Enumerable.Range(0, 300)]);
        var random = new RandomStream(1, "mix");
        float[] mixed = test.Inputs.ToArray<float>();
        for (int i = 0; i < 300; i++)
        {
            int[] order = random.Permutation(64);
            float[] row = mixed[(i * 64)..((i + 1) * 64)];
            for (int j = 0; j < 64; j++) mixed[i * 64 + j] = row[order[j]];
        }
        double digits = model.FreeEnergy(test.Inputs).Mean().Item(), noise = model.FreeEnergy(Tensor.From<float>(mixed, [300, 64])).Mean().Item();
        digits.ShouldBeLessThan(noise - 10);
    }

    [Fact]
    public void Gaussian_units_learn_standardised_numbers()
    {
        var model = new RestrictedBoltzmannMachine(13, 16, RbmVisible.Gaussian);
        IReadOnlyList<double> errors = new ContrastiveDivergence(model, new Sgd(model, 0.01, momentum: 0.5)).Fit(Datasets.Wine.Train, epochs: 60, batchSize: 16);
        errors[^1].ShouldBeLessThan(0.75 * errors[0]);
        new ContrastiveDivergence(model, new Sgd(model, 0.01)).GradientOf(Tensor.Zeros([2, 13]), Tensor.Zeros([3, 13])).VisibleBias.ToDoubles().ShouldAllBe(g => g == 0);
    }

    /// <summary>Two calls go on where one would be: with the chains, the momentum and the order of the examples.</summary>
    [Theory, InlineData(false), InlineData(true)]
    public void The_same_seeds_give_the_same_bits(bool persistent)
    {
        float[] whole = [.. Digits(4, persistent: persistent).Item1.Parameters().SelectMany(p => p.ToArray<float>())];
        var model = new RestrictedBoltzmannMachine(64, 32);
        var training = new ContrastiveDivergence(model, new Sgd(model, 0.1, momentum: 0.5), persistent: persistent, chains: 50, weightDecay: 1e-4);
        int threads = Compute.Threads;
        try
        {
            Compute.Threads = 1;
            training.Fit(Datasets.Digits.Train, 1, batchSize: 32, seed: 3);
            Compute.Threads = 2;
            training.Fit(Datasets.Digits.Train, 3, batchSize: 32, seed: 3);
        }
        finally
        {
            Compute.Threads = threads;
        }
        model.Parameters().SelectMany(p => p.ToArray<float>()).ShouldBe(whole);
        training.EpochsDone.ShouldBe(4);
    }

    [Fact]
    public void A_rate_that_is_too_large_is_told()
    {
        var model = new RestrictedBoltzmannMachine(13, 16, RbmVisible.Gaussian);
        Should.Throw<NonFiniteLossException>(() => new ContrastiveDivergence(model, new Sgd(model, 1e3)).Fit(Datasets.Wine.Train, epochs: 50));
    }

    [Fact]
    public void A_frozen_part_stays_as_it_is()
    {
        var model = new RestrictedBoltzmannMachine(64, 8);
        model.VisibleBias.IsFrozen = true;
        new ContrastiveDivergence(model, new Sgd(model, 0.1)).Fit(Datasets.Digits.Train, epochs: 1);
        model.VisibleBias.ToDoubles().ShouldAllBe(b => b == 0);
        model.HiddenBias.ToDoubles().ShouldContain(b => b != 0);
    }

    [Fact]
    public void A_deep_belief_network_is_pretrained_and_then_tuned()
    {
        var model = new DeepBeliefNetwork([64, 48, 32]);
        IReadOnlyList<IReadOnlyList<double>> errors = model.Pretrain(Datasets.Digits.Train, epochs: 10, batchSize: 32);
        errors.Count.ShouldBe(2);
        foreach (IReadOnlyList<double> of in errors) of[^1].ShouldBeLessThan(of[0]);

        Sequential unrolled = model.Unroll(10);
        Batch test = Datasets.Digits.Test.Take([0, 1, 2]);
        double[] features = model.Forward(test.Inputs).ToDoubles(), same = unrolled.Take(5).Aggregate(test.Inputs, (x, layer) => layer.Call(x)).ToDoubles();
        same.ShouldBe(features);

        var trainer = new Trainer(unrolled, new Adam(unrolled, 1e-2), Loss.CrossEntropy);
        trainer.Fit(Datasets.Digits.Train, epochs: 15);
        trainer.Evaluate(Datasets.Digits.Test).Accuracy!.Value.ShouldBeGreaterThan(0.95);
        model.Forward(test.Inputs).ToDoubles().ShouldBe(features, "tuning works on copies");
    }

    [Fact]
    public void What_a_deep_belief_network_dreams_looks_like_its_data()
    {
        var model = new DeepBeliefNetwork([64, 48, 32]);
        model.Pretrain(Datasets.Digits.Train, epochs: 10, batchSize: 32);
        Batch test = Datasets.Digits.Test.Take([.. Enumerable.Range(0, 200)]);
        Tensor dreams = model.Sample(test.Inputs, 20, new RandomStream(4, "dream"));
        dreams.Shape.ShouldBe([200, 64]);
        (dreams.Mean(0) - test.Inputs.Mean(0)).Abs().Mean().Item().ShouldBeLessThan(0.1);
        (model.Decode(model.Forward(test.Inputs)) - test.Inputs).Square().Mean().Item().ShouldBeLessThan((test.Inputs.Mean(0) - test.Inputs).Square().Mean().Item());
    }

    [Fact]
    public void Classic_systems_are_saved_and_summarised()
    {
        var model = new DeepBeliefNetwork([4, 3, 2]);
        model.State().Keys.ShouldBe(["0.weight", "0.visibleBias", "0.hiddenBias", "1.weight", "1.visibleBias", "1.hiddenBias"]);
        Summary summary = Summary.Of(model, [1, 4]);
        summary.Rows.Select(r => r.Kind).ShouldBe([nameof(RestrictedBoltzmannMachine), nameof(RestrictedBoltzmannMachine)]);
        summary.Parameters.ShouldBe(12 + 4 + 3 + 6 + 3 + 2);
        summary.MultiplyAdds.ShouldBe(12 + 6);
        string file = Path.GetTempFileName();
        try
        {
            model.Save(file);
            var other = new DeepBeliefNetwork([4, 3, 2]) { Seed = 8 };
            Tensor x = Tensor.Ones([1, 4]);
            other.Forward(x).ToDoubles().ShouldNotBe(model.Forward(x).ToDoubles());
            other.Load(file);
            other.Forward(x).ToDoubles().ShouldBe(model.Forward(x).ToDoubles());
        }
        finally
        {
            File.Delete(file);
        }
        Summary.Of(new HopfieldNetwork(5), [1, 5]).Parameters.ShouldBe(25);
        Should.Throw<ArgumentException>(() => new DeepBeliefNetwork([784]));
    }
}
