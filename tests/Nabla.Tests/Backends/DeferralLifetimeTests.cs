using System.Runtime.CompilerServices;
using Nabla.Layers;
using Nabla.Optimizers;

namespace Nabla.Tests.Backends;

/// <summary>A value that was put off is that of the moment when it was asked for, whatever happens before it is read.</summary>
public sealed class DeferralLifetimeTests
{
    const int Count = 20_000;

    static Tensor Twice(Tensor x) => x * 2 + 1;

    static void ShouldBeTwice(Tensor y, double of) => y.ToArray<float>().ShouldAllBe(v => v == (float)(2 * of + 1));

    [Fact]
    public void An_assignment_between_does_not_change_it()
    {
        var w = new Parameter(Tensor.Full([Count], 3));
        using var constant = new NoGrad();
        Tensor y = Twice(w), z = y - w;
        w.Assign(Tensor.Full([Count], 5));
        w.Assign(w - 1);
        ShouldBeTwice(y, 3);
        z.ToArray<float>().ShouldAllBe(v => v == 4);
        w.ToArray<float>().ShouldAllBe(v => v == 4);
    }

    [Fact]
    public void An_optimizer_s_step_between_does_not_change_it()
    {
        var w = new Parameter(Tensor.Full([Count], 3));
        var optimizer = new Adam([w]);
        w.Sum().Backward();
        optimizer.Step();
        float before = w.ToArray<float>()[0];
        Tensor y = Twice(w.Detach()), moments = Twice(optimizer.State().First(s => s.Value.ElementCount == Count).Value);
        float[] expected = Twice(optimizer.State().First(s => s.Value.ElementCount == Count).Value).ToArray<float>();
        optimizer.Step();
        ShouldBeTwice(y, before);
        moments.ToArray<float>().ShouldBe(expected);
        w.ToArray<float>()[0].ShouldNotBe(before);
    }

    [Fact]
    public void Gradients_that_grow_are_clipped_or_cleared_between_do_not_change_it()
    {
        Tensor x = Tensor.Full([Count], 1).RequireGrad();
        (x * 3).Sum().Backward();
        Tensor y = Twice(x.Grad!);
        (x * 4).Sum().Backward();
        Tensor grown = Twice(x.Grad!);
        Gradient.ClipValue([x], 0.5);
        Tensor clipped = Twice(x.Grad!);
        x.ClearGrad();
        ShouldBeTwice(y, 3);
        ShouldBeTwice(grown, 7);
        ShouldBeTwice(clipped, 0.5);
    }

    [Fact]
    public void A_layer_s_weights_that_change_between_do_not_change_its_value()
    {
        var layer = new Linear(40, 200) { Seed = 1 };
        Tensor x = new RandomStream(1, "x").Normal([150, 40]);
        using var constant = new NoGrad();
        float[] expected = layer.Call(x).ToArray<float>();
        Tensor y = layer.Call(x), z = layer.Call(x).Relu();
        layer.Weight.Assign(Tensor.Zeros([200, 40]));
        layer.Bias!.Assign(Tensor.Zeros([200]));
        layer.Cast(DType.Float64);
        y.ToArray<float>().ShouldBe(expected);
        z.ToArray<float>().ShouldBe(Array.ConvertAll(expected, v => Math.Max(v, 0)));
    }

    [Fact]
    public void What_follows_a_product_or_a_convolution_has_the_bits_of_a_pass_of_its_own()
    {
        var random = new RandomStream(2, "x");
        foreach (int rows in (int[])[70, 300, 1100])
        {
            var layer = new Linear(64, 520) { Seed = 3 };
            Tensor x = random.Normal([rows, 64]), more = random.Normal([rows, 520]), row = random.Normal([520]);
            Chained(() => layer.Call(x), h => (h.Gelu() * row + more).Tanh() - h);
        }
        foreach (int samples in (int[])[1, 9, 33])
        {
            var layer = new Conv2d(3, 10, 3, padding: 1) { Seed = 4 };
            Tensor x = random.Normal([samples, 3, 30, 31]), more = random.Normal([samples, 10, 30, 31]);
            Chained(() => layer.Call(x), h => h.Relu() * 0.5 + more);
        }
    }

    [Fact]
    public void With_a_graph_gradients_are_those_of_a_pass_of_its_own_too()
    {
        var layer = new Linear(64, 520) { Seed = 3 };
        Tensor x = new RandomStream(2, "x").Normal([300, 64]);
        layer.Call(x).Gelu().Square().Sum().Backward();
        float[] together = layer.Weight.Grad!.ToArray<float>();
        layer.Weight.ClearGrad();
        Tensor h = layer.Call(x);
        _ = h.ToArray<float>();
        Tensor a = h.Gelu();
        _ = a.ToArray<float>();
        a.Square().Sum().Backward();
        layer.Weight.Grad!.ToArray<float>().ShouldBe(together);
        together.ShouldContain(v => v != 0);
    }

    [Fact]
    public void A_step_takes_it_along_unless_it_is_kept()
    {
        var scope = new StepScope();
        Tensor lost, kept, x = Tensor.Full([Count], 3), outside = Twice(x);
        using (scope.Open())
        {
            Tensor inner = x + 1;
            (lost, kept) = (Twice(inner), StepScope.Keep(Twice(inner)));
            ShouldBeTwice(outside, 3);
        }
        Should.Throw<ReleasedTensorException>(() => lost.ToArray<float>());
        ShouldBeTwice(kept, 4);
        ShouldBeTwice(outside, 3);
    }

    [Fact]
    public void What_nobody_reads_takes_no_memory()
    {
        var scope = new StepScope();
        Tensor x = Tensor.Full([Count], 3);
        using (scope.Open()) _ = ((x + 1) * 2 - x).Abs().Square().ToArray<float>();
        scope.PeakBytes.ShouldBeLessThan(2 * Count * sizeof(float));
    }

    [Fact]
    public void Results_that_nobody_reads_do_not_pile_up()
    {
        Tensor x = Tensor.Full([Count], 3);
        WeakReference[] unread = Unread(x);
        GC.Collect();
        unread.ShouldAllBe(y => !y.IsAlive);
        GC.KeepAlive(x);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    static WeakReference[] Unread(Tensor x) => [.. Enumerable.Range(0, 100).Select(_ => new WeakReference(Twice(x)))];

    [Fact]
    public void Many_threads_may_read_it()
    {
        Tensor x = Tensor.Full([Count], 3);
        for (int round = 0; round < 50; round++)
        {
            Tensor y = Twice(x), z = y.Square();
            float[][] seen = new float[4][];
            Parallel.For(0, 4, i => seen[i] = (i % 2 == 0 ? y : z).ToArray<float>());
            for (int i = 0; i < 4; i++) seen[i].ShouldAllBe(v => v == (i % 2 == 0 ? 7 : 49));
        }
    }

    static void Chained(Func<Tensor> source, Func<Tensor, Tensor> then)
    {
        using var constant = new NoGrad();
        Tensor apart = source();
        _ = apart.ToArray<float>();
        then(source()).ToArray<float>().ShouldBe(then(apart).ToArray<float>());
    }
}
