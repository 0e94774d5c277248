using Nabla.Inference;
using Nabla.Layers;

namespace Nabla.Tests.Inference;

public sealed class SequenceGeneratorTests
{
    const int Elements = 5;

    static Sequential Model() => new(new Embedding(Elements, 8), new Residual(new Sequential(new LayerNorm([8]), new Linear(8, 8), new Gelu(), new Dropout(0.5))), new Linear(8, Elements)) { Seed = 3 };

    static Sampler Sampler(double temperature = 1, ulong seed = 0) => new(new RandomStream(seed, "sample"), new SamplingOptions { Temperature = temperature });

    [Fact]
    public void Each_element_follows_from_those_before_it()
    {
        var generator = new SequenceGenerator(new Following(), context: 4);
        generator.Generate([1], 6, Sampler(0)).ShouldBe([2, 3, 4, 0, 1, 2]);
        generator.Generate([1], 10, Sampler(0), stopAt: 4).ShouldBe([2, 3]);
        generator.Generate([3], 0, Sampler(0)).ShouldBeEmpty();
    }

    [Fact]
    public void The_model_sees_the_last_elements_only()
    {
        var model = new Following();
        new SequenceGenerator(model, context: 3).Generate([0, 1, 2, 3, 4], 4, Sampler(0)).Count().ShouldBe(4);
        model.Lengths.ShouldAllBe(n => n == 3);
        model = new Following();
        new SequenceGenerator(model, context: 3).Generate([0], 4, Sampler(0)).Count().ShouldBe(4);
        model.Lengths.ShouldBe([1, 2, 3, 3]);
    }

    public static TheoryData<string> Models => new("plain", "lstm", "gru", "learned", "rotary", "alibi", "sinusoidal", "encoder");

    static Module Of(string name) => name switch
    {
        "plain" => Model(),
        "lstm" => new Sequential(new Embedding(Elements, 4), new Lstm(4, 6, numLayers: 2), new Linear(6, Elements)),
        "gru" => new Sequential(new Embedding(Elements, 4), new Gru(4, 6), new Linear(6, Elements)),
        "encoder" => new Sequential(new Embedding(Elements, 8), new LearnedPositions(5, 8), new TransformerEncoder(2, () => new TransformerEncoderLayer(8, 2, 16, batchFirst: true, causal: true), new LayerNorm([8])), new Linear(8, Elements)),
        _ => new CausalLanguageModel(Elements, context: 5, embedDim: 8, numHeads: 2, numLayers: 2, positions: Enum.Parse<PositionScheme>(name, ignoreCase: true)),
    };

    [Theory, MemberData(nameof(Models))]
    public void Place_by_place_gives_what_the_whole_sequence_gives(string name)
    {
        Module model = Of(name);
        model.Eval();
        using var constant = new NoGrad();
        Tensor whole = model.Call(Tensor.From<long>([0, 3, 1, 4, 2], [1, 5]));
        Func<Tensor, Tensor> next = model.BeginSequence(5).ShouldNotBeNull();
        double[] steps = [.. next(Tensor.From<long>([0, 3], [1, 2])).ToDoubles(), .. next(Tensor.From<long>([1], [1, 1])).ToDoubles(), .. next(Tensor.From<long>([4, 2], [1, 2])).ToDoubles()];
        double[] expected = whole.ToDoubles();
        for (int i = 0; i < expected.Length; i++) steps[i].ShouldBe(expected[i], 1e-5);
    }

    [Theory, MemberData(nameof(Models))]
    public void A_model_goes_on_beyond_its_context(string name)
    {
        int[] drawn = [.. new SequenceGenerator(Of(name), context: 5).Generate([1, 2], 12, Sampler())];
        drawn.Length.ShouldBe(12);
        drawn.ShouldBe(new SequenceGenerator(Of(name), context: 5).Generate([1, 2], 12, Sampler()));
    }

    [Fact]
    public void Layers_that_mix_places_cannot_go_place_by_place()
    {
        new Lstm(2, 2, bidirectional: true).BeginSequence(5).ShouldBeNull();
        new TransformerEncoderLayer(4, 2, batchFirst: true).BeginSequence(5).ShouldBeNull("it sees later places");
        new Sequential(new Linear(2, 2), new Flatten()).BeginSequence(5).ShouldBeNull("a layer that mixes places cannot");
        new LayerNorm([3, 2]).BeginSequence(5).ShouldBeNull();
    }

    [Fact]
    public void The_same_seed_writes_the_same_for_any_number_of_threads()
    {
        int threads = Compute.Threads;
        try
        {
            int[] Written(int count, ulong seed)
            {
                Compute.Threads = count;
                return [.. new SequenceGenerator(Model(), context: 6).Generate([0], 40, Sampler(1, seed))];
            }
            int[] one = Written(1, 4);
            Written(2, 4).ShouldBe(one);
            Written(1, 5).SequenceEqual(one).ShouldBeFalse();
        }
        finally
        {
            Compute.Threads = threads;
        }
    }

    [Fact]
    public void A_model_in_training_computes_in_evaluation_mode_and_stays_in_training()
    {
        Sequential model = Model();
        var generator = new SequenceGenerator(model, 4);
        double[] scores = generator.Score([1, 2]);
        model.IsTraining.ShouldBeTrue();
        model.Eval();
        generator.Score([1, 2]).ShouldBe(scores);
        model.IsTraining.ShouldBeFalse();
    }

    [Fact]
    public void Prompts_and_models_that_do_not_fit_are_refused()
    {
        var generator = new SequenceGenerator(Model(), 4);
        Should.Throw<ArgumentException>(() => generator.Generate([], 3, Sampler())).Message.ShouldStartWith("SequenceGenerator: cannot go on from an empty prompt");
        Should.Throw<ArgumentOutOfRangeException>(() => generator.Generate([0], -1, Sampler()));
        Should.Throw<ArgumentOutOfRangeException>(() => new SequenceGenerator(Model(), 0));
        Should.Throw<ShapeException>(() => new SequenceGenerator(new Sequential(new Embedding(5, 2), new Flatten()), 4).Generate([0, 1], 1, Sampler()).ToList())
            .Message.ShouldContain("cannot draw from scores [1, 4]: [1, 2, elements] is expected");
    }

    /// <summary>After n comes n + 1, surely; notes how many elements it was given.</summary>
    sealed class Following : Module
    {
        public List<int> Lengths { get; } = [];

        public override Tensor Forward(Tensor x)
        {
            Lengths.Add(x.Shape[1]);
            return Tensor.From([.. x.ToArray<long>().SelectMany(n => Enumerable.Range(0, Elements).Select(i => i == (n + 1) % Elements ? 9f : 0f))], new Shape([1, x.Shape[1], Elements]));
        }
    }
}
