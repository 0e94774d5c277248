using System.Runtime.InteropServices;
using Nabla.Diagnostics;
using Nabla.Layers;
using Nabla.Losses;
using Nabla.Optimizers;
using Nabla.Tests.Backends;
using Xunit.Abstractions;

namespace Nabla.Tests.Autodiff;

[Collection(nameof(ForkJoinCollection))] // alone: the memory that is measured is the whole process's
public sealed class CheckpointTests(ITestOutputHelper output)
{
    static readonly Tensor X = new RandomStream(5).Normal([6, 8]);

    /// <summary>A network in which everything is that a second computation could get wrong.</summary>
    static Sequential Network(int segments = 0) => new(
        new Linear(8, 16), new BatchNorm1d(16), new Tanh(), new Dropout(0.4),
        new Residual(new Sequential(new Linear(16, 16), new Gelu(), new Dropout(0.2))),
        new BatchNorm1d(16), new Linear(16, 4))
    { CheckpointSegments = segments };

    static void ShouldHaveTheSameBits(Module a, Module b)
    {
        foreach (var ((path, p), (_, q)) in a.NamedParameters().Zip(b.NamedParameters()))
        {
            Bits(p).ShouldBe(Bits(q), path);
            (p.Grad is null).ShouldBe(q.Grad is null, path);
            if (p.Grad is { } g) Bits(g).ShouldBe(Bits(q.Grad!), path);
        }
        foreach (var ((path, p), (_, q)) in a.NamedBuffers().Zip(b.NamedBuffers())) p.ToDoubles().ShouldBe(q.ToDoubles(), path);
    }

    static int[] Bits(Tensor x) => MemoryMarshal.Cast<float, int>(x.ToArray<float>()).ToArray();

    [Theory, InlineData(1), InlineData(2), InlineData(3), InlineData(7), InlineData(20)]
    public void Segments_change_no_bit_of_values_gradients_or_buffers(int segments)
    {
        Sequential plain = Network(), saving = Network(segments);
        Tensor x = X.RequireGrad(), same = X.RequireGrad();
        for (int step = 0; step < 3; step++)
        {
            Tensor y = plain.Call(x), z = saving.Call(same);
            Bits(z).ShouldBe(Bits(y));
            y.Square().Mean().Backward();
            z.Square().Mean().Backward();
            ShouldHaveTheSameBits(saving, plain);
            Bits(same.Grad!).ShouldBe(Bits(x.Grad!));
            new Sgd(plain, 0.1).Step();
            new Sgd(saving, 0.1).Step();
        }
    }

    [Fact]
    public void A_weight_used_within_and_without_is_summed_in_the_same_order()
    {
        Tensor w = new RandomStream(6).Normal([8, 8]).RequireGrad(), same = w.Detach().RequireGrad();
        Tensor Block(Tensor x, Tensor w) => (x.Linear(w).Tanh().Linear(w) * x).Linear(w);
        Tensor Plain(Tensor w) => (Block(Block(X.Linear(w), w).Sin(), w) + X.Linear(w)).Square().Mean();
        Tensor Saving(Tensor w) => (Checkpoint.Run(x => Block(x, w), Checkpoint.Run(x => Block(x, w), X.Linear(w)).Sin()) + X.Linear(w)).Square().Mean();
        Plain(w).Backward();
        Saving(same).Backward();
        Bits(same.Grad!).ShouldBe(Bits(w.Grad!));
    }

    [Fact]
    public void Blocks_within_blocks_change_no_bit()
    {
        Sequential Deep(bool saving)
        {
            Module Wrap(Module m) => saving ? new Checkpointed(m) : new Sequential(m);
            return new(new Linear(8, 8), Wrap(new Sequential(
                new Linear(8, 8), new Dropout(0.3),
                Wrap(new Sequential(new Linear(8, 8), new Dropout(0.3), Wrap(new Sequential(new BatchNorm1d(8), new Dropout(0.1), new Tanh())))),
                new Linear(8, 8))), new Linear(8, 2));
        }
        Sequential plain = Deep(false), saving = Deep(true);
        // Random numbers follow from paths, which the wrappers name differently: the same values are loaded, and dropout is left out of use.
        foreach (var (p, q) in plain.Parameters().Zip(saving.Parameters())) q.Assign(p);
        foreach ((_, Module m) in plain.NamedModules().Concat(saving.NamedModules()))
            if (m is Dropout) m.Eval();
        for (int step = 0; step < 2; step++)
        {
            plain.Call(X).Square().Mean().Backward();
            saving.Call(X).Square().Mean().Backward();
            ShouldHaveTheSameBits(saving, plain);
        }
    }

    [Fact]
    public void Streams_that_the_block_draws_from_are_put_back_and_then_stand_where_they_stood()
    {
        var stream = new RandomStream(9);
        Tensor x = X.RequireGrad();
        Tensor? mask = null;
        Tensor Masked(Tensor v) => v * (mask = stream.Uniform(v.Shape));
        Tensor y = Checkpoint.Run(Masked, x);
        Tensor first = mask!;
        ulong after = stream.Position;
        _ = stream.NextUInt64();
        y.Sum().Backward();
        Bits(mask!).ShouldBe(Bits(first));
        mask.ShouldNotBeSameAs(first);
        Bits(x.Grad!).ShouldBe(Bits(first));
        stream.Position.ShouldBe(after + 1);
    }

    [Fact]
    public void A_kept_graph_is_walked_again_with_the_same_result()
    {
        Tensor x = X.RequireGrad();
        var model = Network(3);
        Tensor loss = model.Call(x).Square().Mean();
        Tensor first = Gradient.Of(loss, x, keepGraph: true), second = Gradient.Of(loss, x);
        Bits(second).ShouldBe(Bits(first));
        Should.Throw<GraphException>(() => Gradient.Of(loss, x)).Message.ShouldContain("cannot walk this graph backward again");
    }

    [Fact]
    public void Captured_tensors_receive_their_gradients()
    {
        Tensor a = X.RequireGrad(), b = (X + 1).RequireGrad();
        Tensor c = b.Exp();
        Tensor y = Checkpoint.Run(x => x * c + b, a);
        Tensor[] saved = Gradient.Of(y.Sin().Sum(), [a, b, c], keepGraph: true);
        Tensor[] plain = Gradient.Of((a * c + b).Sin().Sum(), [a, b, c]);
        for (int i = 0; i < 3; i++) Bits(saved[i]).ShouldBe(Bits(plain[i]));
    }

    [Fact]
    public void Derivatives_of_every_order_and_direction_pass_through()
    {
        Tensor w = new RandomStream(8).Normal([8, 8], type: DType.Float64);
        GradientCheck.Verify(inputs => Checkpoint.Run(x => x.MatMul(inputs[1]).Tanh() * inputs[1].Sum(), inputs[0]).Sin(), [X, w]);
        GradientCheck.Verify(x => Checkpoint.Run(v => Checkpoint.Run(u => u.Exp() * x, v.Sin()).Tanh(), x) + x.Square(), X);
    }

    [Fact]
    public void What_needs_no_graph_is_just_computed()
    {
        Checkpoint.Run(x => x + 1, X).Node.ShouldBeNull();
        Tensor leaf = X.RequireGrad();
        Checkpoint.Run(x => x, leaf).ShouldBeSameAs(leaf);
        using var noGrad = new NoGrad();
        Checkpoint.Run(x => x + 1, leaf).Node.ShouldBeNull();
    }

    [Fact]
    public void A_block_that_gives_something_else_the_second_time_is_an_error()
    {
        var model = new Sequential(new Linear(8, 8), new Tanh(), new Linear(8, 1));
        Tensor loss = Checkpoint.Run(model.Call, X).Sum();
        model.Parameters()[0].Assign(Tensor.Ones([8, 8]));
        Should.Throw<GraphException>(() => loss.Backward()).Message.ShouldStartWith("Checkpoint: cannot compute the block of a tensor (float32 [6, 8]) again: it gave another a tensor".Replace("another a", "another", StringComparison.Ordinal)[..60]);

        var dropping = new Sequential(new Linear(8, 8), new Dropout());
        loss = Checkpoint.Run(dropping.Call, X).Sum();
        dropping.Eval();
        Should.Throw<GraphException>(() => loss.Backward());

        int calls = 0;
        Tensor x = X.RequireGrad();
        loss = Checkpoint.Run(v => v * ++calls, x).Sum();
        Should.Throw<GraphException>(() => loss.Backward());
        // A failed walk leaves the vertices free for the next one.
        (x * 2).Sum().Backward();
        x.Grad!.ToDoubles().ShouldAllBe(v => v == 2);
    }

    [Fact]
    public void Hooks_within_a_block_are_told_once_a_pass()
    {
        var body = new Sequential(new Linear(8, 8), new Tanh());
        int forward = 0, backward = 0;
        body[1].OnForward((_, _, _) => { forward++; return null; });
        body[1].OnGradient((_, _, _) => { backward++; return null; });
        Checkpoint.Run(body.Call, X).Sum().Backward();
        (forward, backward).ShouldBe((2, 1));
    }

    /// <summary>A stack like a transformer's: a norm, a wide layer and a narrow one around which the input goes.</summary>
    static Sequential Stack(int depth, int segments)
    {
        var model = new Sequential { CheckpointSegments = segments };
        for (int i = 0; i < depth; i++) model.Add(new Residual(new Sequential(new LayerNorm([64]), new Linear(64, 256), new Gelu(), new Linear(256, 64), new Dropout(0.1))));
        model.Add(new Linear(64, 10));
        return model;
    }

    static (long Peak, Sequential Model) Train(int depth, int segments, int steps = 2)
    {
        Sequential model = Stack(depth, segments);
        var optimizer = new Sgd(model, 0.01);
        var scope = new StepScope();
        Tensor x = new RandomStream(1).Normal([128, 64]), t = new RandomStream(2).Integers([128], 0, 10);
        for (int i = 0; i < steps; i++)
        {
            using var step = scope.Open();
            optimizer.ZeroGrad();
            Loss.CrossEntropy(model.Call(x), t).Backward();
            optimizer.Step();
        }
        return (scope.PeakBytes, model);
    }

    [Fact]
    public void Storage_needed_in_a_step_scope_shrinks_to_a_fraction_and_the_training_is_the_same()
    {
        (long plain, Sequential a) = Train(16, 0);
        (long saving, Sequential b) = Train(16, 4);
        (long most, _) = Train(16, 17);
        output.WriteLine($"plain {plain}, 4 segments {saving}, 17 segments {most}");
        ShouldHaveTheSameBits(b, a);
        saving.ShouldBeLessThan(plain * 3 / 5);
        most.ShouldBeLessThan(plain / 4);
    }

    [Fact]
    public void Values_kept_after_the_forward_pass_are_those_between_the_blocks()
    {
        long Held(int segments)
        {
            Sequential model = Stack(16, segments);
            Tensor x = new RandomStream(1).Normal([512, 64]).RequireGrad();
            model.Call(x); // draws the parameters
            long before = GC.GetTotalMemory(forceFullCollection: true);
            Tensor y = model.Call(x);
            long held = GC.GetTotalMemory(forceFullCollection: true) - before;
            GC.KeepAlive(y);
            return held;
        }
        long plain = Held(0), saving = Held(17);
        output.WriteLine($"plain {plain}, 17 segments {saving}");
        saving.ShouldBeLessThan(plain / 7);
    }

    [Fact]
    public void A_steady_loop_allocates_nothing_large()
    {
        Sequential model = Stack(4, 5);
        var scope = new StepScope();
        Tensor x = new RandomStream(1).Normal([512, 64]);
        long Step()
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            using var step = scope.Open();
            foreach (Parameter p in model.Parameters()) p.ClearGrad();
            model.Call(x).Square().Mean().Backward();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }
        for (int i = 0; i < 3; i++) Step();
        Step().ShouldBeLessThan(262_144); // of small objects; one value on the way alone has 524,288 bytes
    }
}
