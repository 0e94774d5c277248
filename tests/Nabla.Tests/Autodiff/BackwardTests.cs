using Nabla.Operations;

namespace Nabla.Tests.Autodiff;

public sealed class BackwardTests
{
    /// <summary>f = (ln x + x·y) − sin y at (2, 5): f = 11.652, ∂f/∂x = 5.5, ∂f/∂y = 1.716.</summary>
    [Fact]
    public void The_lectures_first_function()
    {
        Tensor x = Tensor.Scalar(2, DType.Float64).RequireGrad(), y = Tensor.Scalar(5, DType.Float64).RequireGrad();
        Tensor f = x.Log() + x * y - y.Sin();
        f.Item().ShouldBe(Math.Log(2) + 10 - Math.Sin(5), 1e-15);
        f.Backward();
        x.Grad!.Item().ShouldBe(5.5);
        y.Grad!.Item().ShouldBe(2 - Math.Cos(5), 1e-15);
    }

    [Fact]
    public void A_product_of_a_sum()
    {
        Tensor x = Tensor.Scalar(-2).RequireGrad(), y = Tensor.Scalar(5).RequireGrad(), z = Tensor.Scalar(-4).RequireGrad();
        Tensor q = x + y;
        Tensor f = q * z;
        f.Item().ShouldBe(-12);
        Gradient.Of(f, [x, y, z, q]).Select(g => g.Item()).ShouldBe([-4, -4, 3, -4]);
    }

    [Fact]
    public void A_value_used_several_times_sums_its_gradients()
    {
        Tensor x = Tensor.Scalar(3).RequireGrad(), y = Tensor.Scalar(-2).RequireGrad();
        (x * x + x * y + (x + y).Square()).Backward();
        x.Grad!.Item().ShouldBe(2 * 3 - 2 + 2 * 1);
        y.Grad!.Item().ShouldBe(3 + 2 * 1);
        Tensor z = Tensor.Scalar(3).RequireGrad();
        (z * z).Backward();
        z.Grad!.Item().ShouldBe(6);
    }

    [Fact]
    public void Diamonds_visit_each_vertex_once()
    {
        Tensor x = Tensor.Scalar(1, DType.Float64).RequireGrad(), y = x;
        for (int i = 0; i < 60; i++) y = 0.5 * (y + y);
        int visits = 0;
        using (y.OnGradient(g => { visits++; return g; })) y.Backward();
        x.Grad!.Item().ShouldBe(1);
        visits.ShouldBe(1);
    }

    [Fact]
    public void A_chain_a_million_vertices_deep_is_walked()
    {
        Tensor x = Tensor.Scalar(0).RequireGrad(), y = x;
        for (int i = 0; i < 1_000_000; i++) y += 1;
        y.Item().ShouldBe(1_000_000);
        y.Backward();
        x.Grad!.Item().ShouldBe(1);
    }

    [Fact]
    public void A_graph_is_freed_by_its_first_walk_unless_kept()
    {
        Tensor x = Tensor.From(1f, 2).RequireGrad();
        Tensor y = (x * x).Sum();
        y.Backward(keepGraph: true);
        y.Backward();
        x.Grad!.ToDoubles().ShouldBe([4, 8]);
        Should.Throw<GraphException>(() => y.Backward()).Message.ShouldBe("Multiply: cannot walk this graph backward again: its saved values were freed after the first walk. Pass keepGraph: true to the earlier call.");
    }

    [Fact]
    public void A_value_changed_after_it_was_saved_is_an_error()
    {
        Tensor x = Tensor.From(1f, 2).RequireGrad();
        Tensor y = (x * x).Sum();
        x.Storage.Touch();
        Should.Throw<GraphException>(() => y.Backward()).Message.ShouldStartWith("Multiply: cannot differentiate: a tensor (float32 [2]) was changed in place after the operation saved it");
        Tensor exp = x.Exp();
        exp.Storage.Touch();
        Should.Throw<GraphException>(() => exp.Sum().Backward());
        Tensor unsaved = (x + 1).Sum();
        x.Storage.Touch();
        unsaved.Backward();
    }

    [Fact]
    public void Roots_must_be_scalars_with_a_graph()
    {
        Tensor x = Tensor.From(1f, 2).RequireGrad();
        Should.Throw<GraphException>(() => (x * 2).Backward());
        Should.Throw<GraphException>(() => Tensor.From(1f).Backward());
        Should.Throw<ShapeException>(() => (x * 2).Backward(Tensor.Ones([3])));
        Should.Throw<GraphException>(() => Gradient.Of((x * 2).Sum(), Tensor.From(1f)));
        Should.Throw<GraphException>(() => _ = (x * 2).Grad);
        Should.Throw<DTypeException>(() => Tensor.From(1, 2).RequireGrad());
        (x * 2).Backward(Tensor.From(1f, 10));
        x.Grad!.ToDoubles().ShouldBe([2, 20]);
    }

    [Fact]
    public void Hooks_see_and_replace_the_complete_gradient()
    {
        Tensor x = Tensor.Scalar(2).RequireGrad();
        Tensor y = x * 3;
        List<double> seen = [];
        IDisposable first = y.OnGradient(g => { seen.Add(g.Item()); return g * 10; });
        y.OnGradient(g => { seen.Add(g.Item()); return g; });
        (y + y).Backward();
        seen.ShouldBe([2, 20]);
        x.Grad!.Item().ShouldBe(60);
        first.Dispose();
        x.ClearGrad();
        (x * 1 + (y = x * 3)).Backward();
        x.Grad!.Item().ShouldBe(4);
        Should.Throw<GraphException>(() => Tensor.From(1f).OnGradient(g => g));
        Tensor z = x * 2;
        z.OnGradient(_ => Tensor.Ones([3]));
        Should.Throw<ShapeException>(() => z.Backward());
    }

    [Fact]
    public void A_hook_on_a_leaf_changes_what_it_keeps()
    {
        Tensor x = Tensor.Scalar(2).RequireGrad();
        using (x.OnGradient(g => g * 5)) (x * x).Backward();
        x.Grad!.Item().ShouldBe(20);
    }

    [Fact]
    public void NoGrad_nests_and_ends_with_its_block()
    {
        Tensor x = Tensor.Scalar(2).RequireGrad();
        using (new NoGrad())
        {
            using (new NoGrad()) (x * x).RequiresGrad.ShouldBeFalse();
            (x * x).RequiresGrad.ShouldBeFalse();
            x.RequiresGrad.ShouldBeTrue();
        }
        (x * x).RequiresGrad.ShouldBeTrue();
        try
        {
            using (new NoGrad()) throw new InvalidOperationException();
        }
        catch (InvalidOperationException)
        {
        }
        NoGrad.IsRecording.ShouldBeTrue();
        using (new NoGrad())
        {
            bool elsewhere = false;
            var thread = new Thread(() => elsewhere = NoGrad.IsRecording);
            thread.Start();
            thread.Join();
            elsewhere.ShouldBeTrue();
        }
    }

    [Fact]
    public void Detached_values_are_constants()
    {
        Tensor x = Tensor.Scalar(3).RequireGrad();
        Tensor y = x * x.Detach();
        y.Backward();
        x.Grad!.Item().ShouldBe(3);
        x.Detach().RequiresGrad.ShouldBeFalse();
        (x.Cast(DType.Int32) * 2).RequiresGrad.ShouldBeFalse();
        x.ArgMaxOf().RequiresGrad.ShouldBeFalse();
    }

    [Fact]
    public void Gradients_of_values_on_the_way_and_of_what_is_not_reached()
    {
        Tensor x = Tensor.Scalar(2).RequireGrad(), other = Tensor.From(1f, 2).RequireGrad();
        Tensor y = x * x, z = y * y;
        Tensor[] g = Gradient.Of(z, [y, x, other, z, y]);
        g.Select(t => t.Sum().Item()).ShouldBe([8, 32, 0, 1, 8]);
        g[2].Shape.ShouldBe([2]);
        x.Grad.ShouldBeNull();
    }

    [Fact]
    public void Backward_passes_accumulate_until_cleared()
    {
        Tensor x = Tensor.From(1f, 2).RequireGrad();
        for (int i = 1; i <= 3; i++)
        {
            (x * x).Sum().Backward();
            x.Grad!.ToDoubles().ShouldBe([2 * i, 4 * i]);
        }
        x.ClearGrad();
        x.Grad.ShouldBeNull();
        x.Sum().Backward();
        x.Grad!.ToDoubles().ShouldBe([1, 1]);
    }

    /// <summary>The gradient that several vertices share is never what one of them adds into.</summary>
    [Fact]
    public void Shared_gradients_are_not_corrupted()
    {
        Tensor a = Tensor.From(1.0, 2).RequireGrad(), b = Tensor.From(3.0, 4).RequireGrad();
        Tensor upstream = Tensor.From(1.0, 10);
        Tensor sum = a + b;
        Tensor y = sum + a * 2 + a;
        y.Backward(upstream, keepGraph: true);
        a.Grad!.ToDoubles().ShouldBe([4, 40]);
        b.Grad!.ToDoubles().ShouldBe([1, 10]);
        upstream.ToDoubles().ShouldBe([1, 10]);
        y.Backward(upstream);
        a.Grad!.ToDoubles().ShouldBe([8, 80]);
        b.Grad!.ToDoubles().ShouldBe([2, 20]);
        upstream.ToDoubles().ShouldBe([1, 10]);

        Tensor c = Tensor.From(1.0, 2).RequireGrad();
        c.Backward(upstream);
        c.Backward(upstream);
        c.Grad!.ToDoubles().ShouldBe([2, 20]);
        upstream.ToDoubles().ShouldBe([1, 10]);

        Tensor d = Tensor.From(1.0, 2).RequireGrad(), e = Tensor.From(0.0, 0).RequireGrad();
        (d.Clone() + e.Reshape(2, 1).Reshape(2)).Backward(upstream);
        d.Backward(upstream);
        e.Grad!.ToDoubles().ShouldBe([1, 10]);
        Tensor[] given = Gradient.Of(d + e, [d, e], upstream);
        d.Backward(given[1]);
        given[0].ToDoubles().ShouldBe([1, 10]);
    }

    [Fact]
    public void Float32_and_float64_mix()
    {
        Tensor x = Tensor.From(1f, 2).RequireGrad(), y = Tensor.From(3.0, 4).RequireGrad();
        Tensor z = (x * y).Sum();
        z.DType.ShouldBe(DType.Float64);
        z.Backward();
        (x.Grad!.DType, y.Grad!.DType).ShouldBe((DType.Float32, DType.Float64));
        x.Grad!.ToDoubles().ShouldBe([3, 4]);
        y.Grad!.ToDoubles().ShouldBe([1, 2]);
        (x * Tensor.From(2L, 3)).Sum().Backward(Tensor.Scalar(1, DType.Float64));
        x.Grad!.ToDoubles().ShouldBe([5, 7]);
    }

    /// <summary>Addition passes the upstream gradient on as it is; memory of another thread must not be taken for the walk's own.</summary>
    [Fact]
    public void A_gradient_made_on_another_thread_is_not_changed()
    {
        Tensor upstream = Tensor.Zeros([3]);
        var thread = new Thread(() =>
        {
            for (int i = 0; i < 10_000; i++) upstream = Tensor.Ones([3]);
        });
        thread.Start();
        thread.Join();
        Tensor x = Tensor.Ones([3]).RequireGrad();
        for (int i = 0; i < 2; i++) (x + 1).Backward(upstream);
        upstream.ToDoubles().ShouldBe([1, 1, 1]);
        x.Grad!.ToDoubles().ShouldBe([2, 2, 2]);
    }

    [Fact]
    public void A_hook_s_gradient_is_taken_in_the_value_s_type()
    {
        Tensor x = Tensor.Ones([3]).RequireGrad(), y = x * 2;
        y.OnGradient(dy => dy.Cast(DType.Float64) * 10);
        (y + x).Sum().Backward();
        x.Grad!.DType.ShouldBe(DType.Float32);
        x.Grad!.ToDoubles().ShouldBe([21, 21, 21]);
    }

    [Fact]
    public void An_operation_s_gradient_is_taken_in_the_input_s_type()
    {
        Tensor x = Tensor.Ones([3]).RequireGrad();
        (new Widening().Of(x) + x).Sum().Backward();
        x.Grad!.DType.ShouldBe(DType.Float32);
        x.Grad!.ToDoubles().ShouldBe([2, 2, 2]);
    }

    [Fact]
    public void A_walk_may_begin_on_the_vertices_of_another_that_has_not_ended()
    {
        Tensor x = Tensor.Ones([2], DType.Float64).RequireGrad(), y = x.Exp(), aside = y.Square().Sum(), z = y * 2;
        Tensor? inner = null;
        using IDisposable hook = z.OnGradient(dy =>
        {
            inner = Gradient.Of(aside, x, keepGraph: true);
            return dy;
        });
        z.Sum().Backward();
        inner!.ToDoubles().ShouldBe([2 * Math.E * Math.E, 2 * Math.E * Math.E], 1e-14);
        x.Grad!.ToDoubles().ShouldBe([2 * Math.E, 2 * Math.E], 1e-14);
    }

    [Fact]
    public void A_walk_that_failed_leaves_its_vertices_to_the_next()
    {
        Tensor x = Tensor.Ones([2], DType.Float64).RequireGrad(), y = x.Exp(), z = (y * 2 + x).Sum();
        IDisposable hook = y.OnGradient(_ => throw new InvalidOperationException("stop"));
        Should.Throw<InvalidOperationException>(() => z.Backward(keepGraph: true)).Message.ShouldBe("stop");
        hook.Dispose();
        z.Backward();
        x.Grad!.ToDoubles().ShouldBe([2 * Math.E + 1, 2 * Math.E + 1], 1e-14);
    }

    /// <summary>The vertex of a norm keeps what it computed for one input until another asks for its own.</summary>
    [Fact]
    public void Walks_of_several_threads_may_share_a_norm()
    {
        var random = new RandomStream(0);
        Tensor x = random.Normal([16, 8]).RequireGrad(), weight = random.Normal([8]).RequireGrad(), bias = random.Normal([8]).RequireGrad();
        Tensor y = x.LayerNorm([8], weight, bias);
        double[][] Gradients(int i) => [.. Gradient.Of(y, [x, weight, bias], Tensor.Full(y.Shape, i + 1), keepGraph: true).Select(g => g.ToDoubles())];
        double[][][] expected = [.. Enumerable.Range(0, 8).Select(Gradients)];
        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            double[][] found = Gradients(i % 8);
            for (int j = 0; j < 3; j++) found[j].ShouldBe(expected[i % 8][j]);
        });
    }

    [Fact]
    public void Walks_of_several_threads_may_share_vertices()
    {
        Tensor w = Tensor.Full([8], 0.5, DType.Float64).RequireGrad();
        Tensor shared = w;
        for (int i = 0; i < 200; i++) shared = shared + w.Sin();
        double[] expected = [.. Enumerable.Repeat((1 + 200 * Math.Cos(0.5)) * 3, 8)];
        Parallel.For(0, 64, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            Tensor own = (shared * (i + 1)).Sum();
            Tensor gradient = Gradient.Of(own, w, keepGraph: true);
            (gradient * (3.0 / (i + 1))).ToDoubles().ShouldBe(expected, 1e-9);
            (w.Square() * 2).Sum().Backward();
        });
        w.Grad!.ToDoubles().ShouldBe([.. Enumerable.Repeat(64 * 4 * 0.5, 8)]);
    }

    [Fact]
    public void A_vertex_stands_for_one_application()
    {
        var once = new Widening();
        Tensor x = Tensor.Ones([3]).RequireGrad();
        once.Of(x);
        Should.Throw<GraphException>(() => once.Of(x)).Message.ShouldStartWith("Widening: cannot record");
    }

    sealed class Widening : Operation
    {
        public Tensor Of(Tensor x) => Apply(x);

        protected override Tensor Forward(ReadOnlySpan<Tensor> inputs) => inputs[0];

        public override Tensor Vjp(int input, Tensor dy) => dy.Cast(DType.Float64);
    }
}

file static class Places
{
    public static Tensor ArgMaxOf(this Tensor x) => x.Reshape([1]).ArgMax(0);
}
