using Nabla.Classic;
using Nabla.Data;
using Nabla.Layers;
using Nabla.Losses;
using Nabla.Optimizers;
using Nabla.Training;

namespace Nabla.Tests.Classic;

public sealed class PerceptronTests
{
    const int Side = 20;

    /// <summary>Two classes of points on either side of a line, none nearer to it than a margin.</summary>
    static TensorDataset Separable(int count, bool signs = false)
    {
        var random = new RandomStream(3, "separable");
        List<double> points = [], labels = [];
        while (labels.Count < count)
        {
            double x = random.NextDouble() * 4 - 2, y = random.NextDouble() * 4 - 2, side = x - 2 * y + 0.5;
            if (Math.Abs(side) < 0.3) continue;
            points.AddRange([x, y]);
            labels.Add(side > 0 ? 1 : signs ? -1 : 0);
        }
        Tensor targets = Tensor.From<double>([.. labels]);
        return new(Tensor.From<double>([.. points], [count, 2]), signs ? targets : targets.Cast(DType.Int64));
    }

    /// <summary>The step of 002: 1 above 0, else 0; the first mistake from w = 0 adds η·x of the positive example, and later ones take it away.</summary>
    [Fact]
    public void A_mistake_adds_the_learning_rate_times_the_difference_times_x()
    {
        var model = new Perceptron(2);
        model.Predict(Tensor.From(new float[,] { { 3, 4 } })).ToDoubles().ShouldBe([0]);
        PerceptronResult result = model.Fit(new TensorDataset(Tensor.From(new float[,] { { 3, 4 } }), Tensor.From<long>(1)), epochs: 1, learningRate: 0.5);
        result.MistakesByEpoch.ShouldBe([1]);
        result.ErrorRate.ShouldBe(1);
        result.Separated.ShouldBeFalse();
        model.Weight.ToDoubles().ShouldBe([1.5, 2]);
        model.Bias.ToDoubles().ShouldBe([0.5]);
        model.Fit(new TensorDataset(Tensor.From(new float[,] { { 1, 1 } }), Tensor.From<long>(0)), epochs: 1, learningRate: 2);
        model.Weight.ToDoubles().ShouldBe([-0.5, 0]);
        model.Bias.ToDoubles().ShouldBe([-1.5]);
        model.EpochsDone.ShouldBe(2);
    }

    /// <summary>A slide's words, "subtract the difference of true and predicted" without x, move away from the answer.</summary>
    [Fact]
    public void The_rule_as_the_slide_words_it_never_learns()
    {
        TensorDataset data = Separable(40);
        double[] points = data.Inputs.ToDoubles(), labels = data.Targets.ToDoubles();
        double w0 = 0, w1 = 0, b = 0;
        int wrong = 0;
        for (int epoch = 0; epoch < 100; epoch++)
        {
            wrong = 0;
            for (int i = 0; i < labels.Length; i++)
            {
                double said = w0 * points[2 * i] + w1 * points[2 * i + 1] + b > 0 ? 1 : 0, difference = labels[i] - said;
                if (difference != 0) wrong++;
                (w0, w1, b) = (w0 - difference, w1 - difference, b - difference);
            }
        }
        wrong.ShouldBeGreaterThan(10);
        new Perceptron(2).Fit(data, epochs: 100).Separated.ShouldBeTrue();
    }

    [Theory, InlineData(0UL), InlineData(1UL), InlineData(2UL)]
    public void Separable_classes_are_separated_within_the_bound(ulong seed)
    {
        TensorDataset data = Separable(200);
        var model = new Perceptron(2);
        PerceptronResult result = model.Fit(data, epochs: 1000, seed: seed);
        result.Separated.ShouldBeTrue();
        result.Epochs.ShouldBeLessThan(1000);
        model.ErrorRate(data).ShouldBe(0);
        model.MistakeBound(data).ShouldBeGreaterThanOrEqualTo(result.Mistakes);

        // The line they were drawn with has a wide margin: a sharper bound on the same mistakes.
        model.Weight.Assign(Tensor.From(new double[,] { { 1, -2 } }));
        model.Bias.Assign(Tensor.From(0.5));
        model.MistakeBound(data).ShouldBe(Bound(data, [1, -2], 0.5), 1e-9);
        model.MistakeBound(data).ShouldBeInRange(result.Mistakes, 600);
    }

    [Fact]
    public void Labels_of_plus_and_minus_one_learn_the_same_machine()
    {
        var (zero, signed) = (new Perceptron(2), new Perceptron(2));
        IReadOnlyList<int> mistakes = zero.Fit(Separable(100), epochs: 50).MistakesByEpoch;
        signed.Fit(Separable(100, signs: true), epochs: 50).MistakesByEpoch.ShouldBe(mistakes);
        signed.Weight.ToDoubles().ShouldBe(zero.Weight.ToDoubles());
        signed.ErrorRate(Separable(100, signs: true)).ShouldBe(0);
    }

    [Theory, InlineData(1.0), InlineData(0.01)]
    public void Descent_on_the_perceptron_criterion_is_the_same_rule(double learningRate)
    {
        TensorDataset data = Separable(100, signs: true);
        var model = new Perceptron(2);
        var linear = new Linear(2, 1);
        model.Cast(DType.Float64);
        linear.Cast(DType.Float64);
        model.Weight.Assign(linear.Weight);
        model.Bias.Assign(linear.Bias!);
        model.Fit(data, epochs: 3, learningRate, seed: 5).Mistakes.ShouldBeGreaterThan(0);
        var trainer = new Trainer(linear, new Sgd(linear, learningRate), Loss.Perceptron);
        trainer.Fit(new TensorDataset(data.Inputs, data.Targets.Unsqueeze(1)), epochs: model.EpochsDone, batchSize: 1, seed: 5);
        foreach ((double expected, double found) in linear.Weight.ToDoubles().Zip(model.Weight.ToDoubles())) found.ShouldBe(expected, 1e-12);
        model.Bias.Item().ShouldBe(linear.Bias!.Item(), 1e-12);
    }

    [Fact]
    public void Training_stops_below_an_error_rate()
    {
        var model = new Perceptron(64, 10);
        PerceptronResult result = model.Fit(Datasets.Digits.Train, epochs: 100, errorRate: 0.05);
        result.ErrorRate.ShouldBeInRange(1e-9, 0.05);
        result.Epochs.ShouldBeInRange(2, 30);
        result.MistakesByEpoch.SkipLast(1).ShouldAllBe(m => m > 0.05 * Datasets.Digits.Train.Count);
    }

    [Theory, InlineData(PerceptronVariant.Rosenblatt), InlineData(PerceptronVariant.Averaged), InlineData(PerceptronVariant.Pocket)]
    public void Several_classes_are_learned(PerceptronVariant variant)
    {
        var model = new Perceptron(64, 10, variant);
        model.Fit(Datasets.Digits.Train, epochs: 5);
        model.ErrorRate(Datasets.Digits.Test).ShouldBeLessThan(variant == PerceptronVariant.Rosenblatt ? 0.1 : 0.08);
    }

    [Fact]
    public void A_mistake_among_several_classes_moves_two_of_them()
    {
        var model = new Perceptron(2, 3);
        model.Fit(new TensorDataset(Tensor.From(new float[,] { { 2, 5 } }), Tensor.From<long>(2)), epochs: 1);
        model.Weight.ToDoubles().ShouldBe([-2, -5, 0, 0, 2, 5]);
        model.Bias.ToDoubles().ShouldBe([-1, 0, 1]);
        model.Forward(Tensor.From(new float[,] { { 1, 0 } })).ToDoubles().ShouldBe([-3, 0, 3]);
    }

    /// <summary>The mean by its definition, from the weights after every example, in steps of one example.</summary>
    [Fact]
    public void The_averaged_perceptron_keeps_the_mean_of_the_weights_after_every_example()
    {
        TensorDataset data = Separable(30);
        var (plain, averaged) = (new Perceptron(2), new Perceptron(2, variant: PerceptronVariant.Averaged));
        plain.Cast(DType.Float64);
        averaged.Cast(DType.Float64);
        averaged.Fit(data, epochs: 1, seed: 4);
        var order = new BatchOrder(30, 1);
        order.Shuffle(4, 0);
        var mean = new double[3];
        for (int i = 0; i < 30; i++)
        {
            Batch one = data.Take(order[i]);
            plain.Fit(new TensorDataset(one.Inputs, one.Targets), epochs: 1);
            double[] now = [.. plain.Weight.ToDoubles(), plain.Bias.Item()];
            for (int k = 0; k < 3; k++) mean[k] += now[k] / 30;
        }
        double[] found = [.. averaged.Weight.ToDoubles(), averaged.Bias.Item()];
        for (int k = 0; k < 3; k++) found[k].ShouldBe(mean[k], 1e-12);
    }

    /// <summary>Two overlapping clouds cannot be separated: the last weights are as good as chance has it, those of the pocket are better.</summary>
    [Fact]
    public void The_pocket_holds_better_weights_where_no_line_separates()
    {
        var random = new RandomStream(8, "overlap");
        Tensor labels = random.Integers([300], 0, 2);
        var data = new TensorDataset(random.Normal([300, 2]) + labels.Cast(DType.Float32).Unsqueeze(1), labels);
        double Last(PerceptronVariant variant)
        {
            var model = new Perceptron(2, variant: variant);
            model.Fit(data, epochs: 20);
            return model.ErrorRate(data);
        }
        double plain = Last(PerceptronVariant.Rosenblatt), pocket = Last(PerceptronVariant.Pocket);
        pocket.ShouldBeLessThan(plain);
        pocket.ShouldBeLessThan(0.27);
        new Perceptron(2).MistakeBound(data).ShouldBe(double.PositiveInfinity);
    }

    /// <summary>The 704 of 1958 was fed two cards, one with squares marked on the left and one with squares on the right: told apart within fifty trials.</summary>
    [Theory, InlineData(0UL), InlineData(1UL), InlineData(2UL), InlineData(3UL)]
    public void A_card_with_squares_to_the_left_and_one_to_the_right_are_told_apart_within_fifty_trials(ulong seed)
    {
        TensorDataset many = Cards(50, seed);
        double[] sides = many.Targets.ToDoubles();
        Batch two = many.Take([Array.IndexOf(sides, 0.0), Array.IndexOf(sides, 1.0)]);
        var data = new TensorDataset(two.Inputs, two.Targets);
        var model = new Perceptron(Side * Side);
        PerceptronResult result = model.Fit(data, epochs: 25, seed: seed);
        result.Separated.ShouldBeTrue();
        ((double)result.Mistakes).ShouldBeLessThanOrEqualTo(model.MistakeBound(data));
    }

    [Theory, InlineData(0UL), InlineData(1UL), InlineData(2UL), InlineData(3UL)]
    public void After_fifty_different_cards_new_ones_are_told_apart(ulong seed)
    {
        var model = new Perceptron(Side * Side);
        model.ErrorRate(Cards(500, seed + 1000)).ShouldBe(0.5, 0.1);
        model.Fit(Cards(50, seed), epochs: 1, seed: seed);
        model.ErrorRate(Cards(500, seed + 1000)).ShouldBeLessThan(0.01);
    }

    /// <summary>Rosenblatt's digits: 400 photocells, on or off. Zeros and ones are separable, so the mistakes are bounded by (R/γ)².</summary>
    [Fact]
    public void Digits_of_four_hundred_photocells_are_told_apart_within_the_bound()
    {
        Batch all = Datasets.Digits.Train.Take([.. Enumerable.Range(0, Datasets.Digits.Train.Count)]);
        int[] two = [.. Enumerable.Range(0, all.Count).Where(i => Datasets.Digits.Train.Labels[i] < 2)];
        Batch some = Datasets.Digits.Train.Take(two);
        Tensor cells = (some.Inputs.Reshape([two.Length, 1, 8, 8]).Interpolate([Side, Side]) > 0.5).Cast(DType.Float32);
        var data = new TensorDataset(cells, some.Targets);
        var model = new Perceptron(Side * Side);
        PerceptronResult result = model.Fit(data, epochs: 100);
        result.Separated.ShouldBeTrue();
        double.IsFinite(model.MistakeBound(data)).ShouldBeTrue();
        ((double)result.Mistakes).ShouldBeLessThanOrEqualTo(model.MistakeBound(data));
    }

    [Fact]
    public void Xor_is_learned_by_no_perceptron()
    {
        var data = new TensorDataset(Tensor.From(new float[,] { { 0, 0 }, { 0, 1 }, { 1, 0 }, { 1, 1 } }), Tensor.From<long>(0, 1, 1, 0));
        var model = new Perceptron(2);
        PerceptronResult result = model.Fit(data, epochs: 200);
        result.Separated.ShouldBeFalse();
        result.MistakesByEpoch.ShouldAllBe(m => m > 0);
        model.ErrorRate(data).ShouldBeGreaterThanOrEqualTo(0.25);
    }

    [Fact]
    public void Wrong_targets_and_shapes_are_named()
    {
        Tensor x = Tensor.Zeros([1, 2]);
        Should.Throw<TargetException>(() => new Perceptron(2).Fit(new TensorDataset(x, Tensor.From<long>(2)), 1)).Message
            .ShouldBe("Perceptron: cannot use the target 2 of example 0: it is a class from 0 to 1, or 1 or -1.");
        Should.Throw<TargetException>(() => new Perceptron(2, 3).ErrorRate(new TensorDataset(x, Tensor.From(-1.0)))).Value.ShouldBe(-1);
        Should.Throw<ShapeException>(() => new Perceptron(3).Call(x)).Message.ShouldBe("model (Perceptron): Perceptron: cannot take [1, 2]: an example has 2 numbers, 3 are expected.");
        Should.Throw<ShapeException>(() => new Perceptron(3).Forward(Tensor.Zeros([3]))).Message.ShouldContain("it has 1 axes, [N, …] with 3 numbers an example needs at least 2");
        Should.Throw<InvalidOperationException>(() => new Perceptron(2, 3).MistakeBound(new TensorDataset(x, Tensor.From<long>(0))));
    }

    static double Bound(TensorDataset data, double[] w, double b)
    {
        double[] points = data.Inputs.ToDoubles();
        double radius = 0, margin = double.PositiveInfinity;
        for (int i = 0; i < data.Count; i++)
        {
            radius = Math.Max(radius, points[2 * i] * points[2 * i] + points[2 * i + 1] * points[2 * i + 1] + 1);
            margin = Math.Min(margin, Math.Abs(w[0] * points[2 * i] + w[1] * points[2 * i + 1] + b));
        }
        return radius * (w[0] * w[0] + w[1] * w[1] + b * b) / (margin * margin);
    }

    /// <summary>Cards of 20×20 photocells with 15 of the 50 squares of 2×2 marked in the left half (class 0) or the right one (class 1).</summary>
    static TensorDataset Cards(int count, ulong seed)
    {
        var random = new RandomStream(seed, "cards");
        float[] cells = new float[count * Side * Side];
        long[] labels = new long[count];
        for (int i = 0; i < count; i++)
        {
            labels[i] = random.NextInt(2);
            foreach (int square in random.Permutation(50).AsSpan(0, 15))
            {
                int top = square / 5 * 2, left = (int)labels[i] * Side / 2 + square % 5 * 2;
                for (int y = 0; y < 2; y++)
                    for (int x = 0; x < 2; x++) cells[(i * Side + top + y) * Side + left + x] = 1;
            }
        }
        return new(Tensor.Wrap(cells, [count, Side, Side]), Tensor.Wrap(labels, [count]));
    }
}
