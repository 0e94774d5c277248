using Nabla.Data;
using Nabla.Layers;
using Nabla.Losses;
using Nabla.Optimizers;
using Nabla.Training;

namespace Nabla.Tests.Layers;

public sealed class RecurrentTests
{
    static readonly Tensor X = new RandomStream(5).Normal([4, 6, 3]);

    static readonly Tensor Lengths = Tensor.From<long>(2, 6, 1, 4);

    static readonly Dictionary<string, Func<Module>> Layers = new(StringComparer.Ordinal)
    {
        ["rnn"] = () => new Rnn(3, 5, numLayers: 2, bidirectional: true),
        ["relu rnn"] = () => new Rnn(3, 5, numLayers: 2, RnnNonlinearity.Relu),
        ["lstm"] = () => new Lstm(3, 5, numLayers: 3),
        ["projected lstm"] = () => new Lstm(3, 5, numLayers: 2, bidirectional: true, projSize: 2),
        ["gru"] = () => new Gru(3, 5, numLayers: 2, bidirectional: true, bias: false),
    };

    public static TheoryData<string> Names => new(Layers.Keys);

    /// <summary>No library's derivatives: the loss is computed again for every number moved a little.</summary>
    [Fact]
    public void An_lstm_s_gradients_are_what_moving_each_number_a_little_shows()
    {
        var lstm = new Lstm(2, 3, numLayers: 2, bidirectional: true, projSize: 2);
        lstm.Cast(DType.Float64);
        var random = new RandomStream(11);
        Tensor x = random.Normal([2, 4, 2], type: DType.Float64).RequireGrad(), lengths = Tensor.From<long>(4, 2);
        Tensor h = random.Normal([4, 2, 2], type: DType.Float64).RequireGrad(), c = random.Normal([4, 2, 3], type: DType.Float64).RequireGrad();
        double[] weights = random.Normal([1000], type: DType.Float64).ToDoubles();

        (double[] numbers, Shape shape, Action<Tensor> set, Func<double[]> gradient)[] all =
        [
            .. lstm.Parameters().Select(p => (p.ToDoubles(), p.Shape, (Action<Tensor>)p.Assign, (Func<double[]>)(() => p.Grad!.ToDoubles()))),
            (x.ToDoubles(), x.Shape, v => x = v, () => x.Grad!.ToDoubles()),
            (h.ToDoubles(), h.Shape, v => h = v, () => h.Grad!.ToDoubles()),
            (c.ToDoubles(), c.Shape, v => c = v, () => c.Grad!.ToDoubles()),
        ];
        Results().Backward();
        double[][] gradients = [.. all.Select(a => a.gradient())];
        int compared = 0;
        using var constant = new NoGrad();
        for (int i = 0; i < all.Length; i++)
        {
            (double[] numbers, Shape shape, Action<Tensor> set, _) = all[i];
            for (int j = 0; j < numbers.Length; j++, compared++)
            {
                double slope = (Loss(j, 1e-5) - Loss(j, -1e-5)) / 2e-5;
                Math.Abs(slope - gradients[i][j]).ShouldBeLessThan(1e-8 * Math.Max(1, Math.Abs(slope)), $"number {j} of {i}");
            }
            set(Tensor.From(numbers, shape));

            double Loss(int place, double by)
            {
                double[] moved = [.. numbers];
                moved[place] += by;
                set(Tensor.From(moved, shape));
                return Results().Item();
            }
        }
        compared.ShouldBe(lstm.Parameters().Sum(p => (int)p.ElementCount) + 2 * 4 * 2 + 4 * 2 * 2 + 4 * 2 * 3);

        Tensor Results()
        {
            (Tensor y, LstmState last) = lstm.Forward(x, new LstmState(h, c), lengths);
            Tensor both = Tensor.Cat([y.Flatten(), last.Hidden.Flatten(), last.Cell.Flatten()]);
            return (both.Sin() * Tensor.From(weights.AsSpan(0, (int)both.ElementCount), both.Shape)).Sum();
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void Every_parameter_has_a_gradient_and_starts_within_its_bound(string name)
    {
        Module layer = Layers[name]();
        double bound = 1 / Math.Sqrt(5);
        layer.Parameters().ShouldAllBe(p => p.ToDoubles().All(v => Math.Abs(v) <= bound));
        layer.Parameters().SelectMany(p => p.ToDoubles()).Max().ShouldBeGreaterThan(0.9 * bound);
        layer.Forward(X).Square().Sum().Backward();
        foreach ((string path, Parameter p) in layer.NamedParameters()) p.Grad!.ToDoubles().Count(v => v != 0).ShouldBeGreaterThan((int)p.ElementCount / 2, path);
    }

    [Theory, MemberData(nameof(Names))]
    public void Each_sequence_of_a_batch_is_what_it_is_alone(string name)
    {
        Module layer = Layers[name]();
        layer.Cast(DType.Float64);
        Tensor x = X.Cast(DType.Float64), y = Run(layer, x, Lengths);
        for (int n = 0; n < 4; n++)
        {
            int length = (int)Lengths[n].Item();
            double[] alone = layer.Forward(x[n, ..length]).ToDoubles();
            y[n, ..length].ToDoubles().ShouldBe(alone, 1e-13);
            y[n, length..].ToDoubles().ShouldAllBe(v => v == 0);
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void What_the_padding_holds_changes_no_bit(string name)
    {
        Module layer = Layers[name]();
        Tensor beyond = Tensor.Range(0, 6, type: DType.Int64) >= Lengths.Unsqueeze(1), other = X.MaskedFill(beyond.Unsqueeze(2), 1e6);
        double[] first = Gradients(X), second = Gradients(other);
        second.ShouldBe(first);

        double[] Gradients(Tensor x)
        {
            foreach (Parameter p in layer.Parameters()) p.ClearGrad();
            Tensor y = Run(layer, x, Lengths);
            y.Square().Sum().Backward();
            return [.. y.ToDoubles(), .. layer.Parameters().SelectMany(p => p.Grad!.ToDoubles())];
        }
    }

    [Fact]
    public void Full_lengths_are_no_lengths()
    {
        var lstm = new Lstm(3, 5, bidirectional: true);
        (Tensor y, LstmState last) = lstm.Forward(X, null, Tensor.From<long>(6, 6, 6, 6));
        (Tensor plain, LstmState plainLast) = lstm.Forward(X, state: null);
        y.ToDoubles().ShouldBe(plain.ToDoubles());
        last.Cell.ToDoubles().ShouldBe(plainLast.Cell.ToDoubles());
    }

    [Fact]
    public void A_sequence_can_be_gone_through_in_pieces()
    {
        var gru = new Gru(3, 5, numLayers: 2);
        (Tensor whole, Tensor end) = gru.Forward(X, state: null);
        (Tensor first, Tensor middle) = gru.Forward(X[.., ..2], state: null);
        (Tensor second, Tensor last) = gru.Forward(X[.., 2..], middle);
        Tensor.Cat([first, second], 1).ToDoubles().ShouldBe(whole.ToDoubles());
        last.ToDoubles().ShouldBe(end.ToDoubles());
    }

    [Fact]
    public void A_cell_step_by_step_is_the_layer()
    {
        var layer = new Lstm(3, 5);
        var cell = new LstmCell(3, 5);
        foreach ((Parameter from, Parameter to) in layer.Parameters().Zip(cell.Parameters())) to.Assign(from);
        (Tensor y, LstmState last) = layer.Forward(X, state: null);
        LstmState? state = null;
        for (int t = 0; t < 6; t++)
        {
            state = cell.Forward(X[.., t], state);
            state.Hidden.ToDoubles().ShouldBe(y[.., t].ToDoubles(), 1e-6);
        }
        state!.Cell.ToDoubles().ShouldBe(last.Cell[0].ToDoubles(), 1e-6);
    }

    [Fact]
    public void Dropout_acts_between_the_layers_in_training_alone()
    {
        // What the second layer sees: as its W_ih is 1, the sum of the first layer's outputs.
        var rnn = new Rnn(1, 400, numLayers: 2, dropout: 0.25);
        rnn.Weights[0].Input.Assign(Tensor.Zeros([400, 1]));
        rnn.Weights[0].Hidden.Assign(Tensor.Zeros([400, 400]));
        rnn.Weights[0].InputBias!.Assign(Tensor.Full([400], 10));
        rnn.Weights[0].HiddenBias!.Assign(Tensor.Zeros([400]));
        rnn.Weights[1].Input.Assign(Tensor.Eye(400) * 0.01);
        foreach (Tensor p in (Tensor[])[rnn.Weights[1].Hidden, rnn.Weights[1].InputBias!, rnn.Weights[1].HiddenBias!]) ((Parameter)p).Assign(Tensor.Zeros(p.Shape));
        Tensor x = Tensor.Zeros([5, 4, 1]);

        double[] first = rnn.Forward(x).ToDoubles(), second = rnn.Forward(x).ToDoubles();
        first.Count(v => v == 0).ShouldBeInRange(8000 / 4 - 200, 8000 / 4 + 200);
        first.Where(v => v != 0).ShouldAllBe(v => Math.Abs(v - Math.Tanh(0.01 / 0.75)) < 1e-6);
        second.ShouldNotBe(first);
        rnn.Eval();
        rnn.Forward(x).ToDoubles().ShouldAllBe(v => Math.Abs(v - Math.Tanh(0.01)) < 1e-6);
    }

    [Fact]
    public void Masks_follow_from_the_seed_and_the_number_of_calls()
    {
        static Lstm Make(ulong seed = 3) => new(3, 5, numLayers: 3, dropout: 0.5) { Seed = seed };
        Lstm a = Make(), b = Make();
        double[] first = a.Forward(X).ToDoubles(), second = a.Forward(X).ToDoubles();
        b.Forward(X).ToDoubles().ShouldBe(first);
        second.ShouldNotBe(first);
        Lstm resumed = Make();
        resumed.LoadState(b.State());
        resumed.Forward(X).ToDoubles().ShouldBe(second);
    }

    [Fact]
    public void No_dropout_is_dropout_0_and_no_layer_of_it()
    {
        Lstm none = new(3, 5, numLayers: 2), zero = new(3, 5, numLayers: 2, dropout: 0), single = new(3, 5, dropout: 0.5);
        zero.Forward(X).ToDoubles().ShouldBe(none.Forward(X).ToDoubles());
        zero.NamedBuffers().ShouldBeEmpty();
        single.Forward(X).ToDoubles().ShouldBe(single.Forward(X).ToDoubles(), "dropout stands between layers, and there is one");
    }

    [Fact]
    public void A_trainer_s_steps_take_back_no_memory_that_is_still_used()
    {
        Tensor x = new RandomStream(0).Normal([96, 12, 20]), y = (x.Narrow(2, 0, 1).Sum([1, 2]) > 0).Cast(DType.Int64);
        var model = new Sequential(new Lstm(20, 24, numLayers: 2, dropout: 0.1), new LastStep(), new Linear(24, 2));
        var trainer = new Trainer(model, new Adam(model, 0.01), Loss.CrossEntropy);
        var data = new TensorDataset(x, y);
        double before = trainer.Evaluate(data).Loss;
        trainer.Fit(data, 15, batchSize: 32);
        trainer.Evaluate(data).Loss.ShouldBeLessThan(before / 2);
    }

    [Fact]
    public void A_batch_of_no_sequences_gives_none()
    {
        var lstm = new Lstm(3, 5, numLayers: 2, bidirectional: true);
        (Tensor y, LstmState last) = lstm.Forward(Tensor.Zeros([0, 6, 3]), state: null);
        y.Shape.ShouldBe(new Shape([0, 6, 10]));
        last.Hidden.Shape.ShouldBe(new Shape([4, 0, 5]));
        y.Sum().Backward();
        lstm.Parameters().SelectMany(p => p.Grad!.ToDoubles()).ShouldAllBe(v => v == 0);
    }

    [Fact]
    public void Multiplications_are_counted()
    {
        new Lstm(3, 5).MultiplyAdds([2, 7, 3]).ShouldBe(2 * 7 * 4 * 5 * (3 + 5));
        new Gru(3, 5, numLayers: 2, bidirectional: true).MultiplyAdds([2, 7, 3]).ShouldBe(2 * 7 * 2 * 3 * 5 * (3 + 5 + 10 + 5));
        new Lstm(3, 5, projSize: 2).MultiplyAdds([7, 3]).ShouldBe(7 * (4 * 5 * (3 + 2) + 2 * 5));
        new GruCell(3, 5).MultiplyAdds([2, 3]).ShouldBe(2 * 3 * 5 * (3 + 5));
    }

    static Tensor Run(Module layer, Tensor x, Tensor lengths) => layer switch
    {
        Lstm lstm => lstm.Forward(x, null, lengths).Output,
        Gru gru => gru.Forward(x, null, lengths).Output,
        _ => ((Rnn)layer).Forward(x, null, lengths).Output,
    };
}
