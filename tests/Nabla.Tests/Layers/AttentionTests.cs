using Nabla.Layers;

namespace Nabla.Tests.Layers;

/// <summary>What attention and transformers promise beside PyTorch's numbers: caches, causality, masks, dropout, errors.</summary>
public sealed class AttentionTests
{
    static readonly Tensor Text = Tensor.From<long>([0, 3, 1, 4, 2, 2, 4, 0], [2, 4]);

    [Theory]
    [InlineData(PositionScheme.Learned, null)]
    [InlineData(PositionScheme.Sinusoidal, 1)]
    [InlineData(PositionScheme.Rotary, 2)]
    [InlineData(PositionScheme.Alibi, null)]
    public void Place_by_place_with_a_cache_the_logits_are_those_of_the_whole_sequence(PositionScheme positions, int? shared)
    {
        CausalLanguageModel model = Model(positions, shared);
        using var constant = new NoGrad();
        Tensor whole = model.Call(Text);
        IReadOnlyList<KeyValueCache> caches = model.CreateCaches();
        Near(model.Forward(Text.Narrow(1, 0, 2), caches), whole.Narrow(1, 0, 2));
        for (int place = 2; place < 4; place++) Near(model.Forward(Text.Narrow(1, place, 1), caches), whole.Narrow(1, place, 1));
        caches.ShouldAllBe(c => c.Length == 4);
        foreach (KeyValueCache cache in caches) cache.Reset();
        Near(model.Forward(Text, caches), whole);
    }

    [Fact]
    public void A_place_sees_those_before_it_alone()
    {
        CausalLanguageModel model = Model(PositionScheme.Learned, null);
        using var constant = new NoGrad();
        Tensor other = Tensor.From<long>([0, 3, 1, 0, 2, 2, 4, 1], [2, 4]);
        model.Call(other).Narrow(1, 0, 3).ToDoubles().ShouldBe(model.Call(Text).Narrow(1, 0, 3).ToDoubles());
        model.Call(other).Narrow(1, 3, 1).ToDoubles().ShouldNotBe(model.Call(Text).Narrow(1, 3, 1).ToDoubles());
    }

    [Fact]
    public void A_boolean_mask_hides_what_a_mask_of_infinities_hides()
    {
        var layer = new MultiheadAttention(6, 3, batchFirst: true);
        layer.Cast(DType.Float64);
        Tensor x = new RandomStream(1).Normal([2, 4, 6], type: DType.Float64);
        bool[] hidden = [.. Enumerable.Range(0, 16).Select(i => i % 4 > i / 4)];
        Tensor flags = Tensor.From<bool>(hidden, [4, 4]), numbers = Tensor.From<double>([.. hidden.Select(h => h ? double.NegativeInfinity : 0)], [4, 4]);
        Tensor causal = new MultiheadAttention(6, 3, batchFirst: true, causal: true) is var same && Copy(layer, same) ? same.Forward(x, x, x) : null!;
        layer.Forward(x, x, x, flags).ToDoubles().ShouldBe(layer.Forward(x, x, x, numbers).ToDoubles(), 1e-15);
        layer.Forward(x, x, x, flags).ToDoubles().ShouldBe(causal.ToDoubles(), 1e-15);
    }

    [Fact]
    public void Weights_sum_to_one_and_give_the_result()
    {
        var layer = new MultiheadAttention(6, 3, batchFirst: true);
        layer.Cast(DType.Float64);
        Tensor x = new RandomStream(2).Normal([2, 4, 6], type: DType.Float64);
        (Tensor y, Tensor weights) = layer.ForwardWithWeights(x, x, x, averageWeights: false);
        weights.Shape.ShouldBe(new Shape([2, 3, 4, 4]));
        weights.Sum(-1).ToDoubles().ShouldAllBe(s => Math.Abs(s - 1) < 1e-14);
        y.ToDoubles().ShouldBe(layer.Forward(x, x, x).ToDoubles(), 1e-14);
    }

    [Fact]
    public void Dropout_follows_the_seed_and_rests_in_evaluation()
    {
        static CausalLanguageModel Make(ulong seed) => new(5, 4, 8, 2, 2, dropout: 0.5) { Seed = seed };
        Make(3).Call(Text).ToDoubles().ShouldBe(Make(3).Call(Text).ToDoubles());
        Make(3).Call(Text).ToDoubles().ShouldNotBe(Make(4).Call(Text).ToDoubles());
        CausalLanguageModel resting = Make(3);
        resting.Eval();
        resting.Call(Text).ToDoubles().ShouldBe(resting.Call(Text).ToDoubles());
    }

    [Fact]
    public void No_parameter_of_a_language_model_has_a_gradient_of_zeros()
    {
        CausalLanguageModel model = Model(PositionScheme.Rotary, 1);
        model.Call(Text).Square().Sum().Backward();
        foreach ((string path, Parameter parameter) in model.NamedParameters())
            parameter.Grad!.ToDoubles().Any(g => g != 0).ShouldBeTrue(path);
    }

    [Fact]
    public void Too_long_a_sequence_or_too_large_a_number_names_both_numbers()
    {
        CausalLanguageModel model = Model(PositionScheme.Learned, null);
        Should.Throw<ShapeException>(() => model.Call(Tensor.From<long>([0, 1, 2, 3, 4], [1, 5]))).Message.ShouldContain("5");
        Should.Throw<IndexException>(() => model.Call(Tensor.From<long>([0, 5], [1, 2]))).Message.ShouldContain("5");
        using var constant = new NoGrad();
        IReadOnlyList<KeyValueCache> caches = model.CreateCaches();
        model.Forward(Text, caches);
        Should.Throw<ShapeException>(() => model.Forward(Text.Narrow(1, 0, 1), caches)).Message.ShouldContain("4");
    }

    [Fact]
    public void A_cache_and_a_recorded_graph_do_not_go_together()
    {
        CausalLanguageModel model = Model(PositionScheme.Learned, null);
        Should.Throw<GraphException>(() => model.Forward(Text, model.CreateCaches()));
    }

    static bool Copy(Module from, Module to)
    {
        to.Cast(DType.Float64);
        to.LoadState(from.NamedParameters().ToDictionary(p => p.Path, p => p.Value.Detach(), StringComparer.Ordinal));
        return true;
    }

    static CausalLanguageModel Model(PositionScheme positions, int? shared)
    {
        var model = new CausalLanguageModel(5, 4, 8, 2, 2, positions: positions, numKeyValueHeads: shared) { Seed = 5 };
        model.Cast(DType.Float64);
        return model;
    }

    static void Near(Tensor found, Tensor expected)
    {
        found.Shape.ShouldBe(expected.Shape);
        found.ToDoubles().ShouldBe(expected.ToDoubles(), 1e-12);
    }
}
