using Nabla.Autodiff;

namespace Nabla.Tests.Tensors;

public sealed class StepScopeTests
{
    /// <summary>Large enough to be lent: 16 KB.</summary>
    static readonly Shape Large = [64, 64];

    [Fact]
    public void What_a_step_made_is_taken_back_and_using_it_is_an_error_that_names_the_tensor()
    {
        var scope = new StepScope();
        Tensor x = Tensor.Ones(Large), y;
        using (scope.Open())
        {
            y = x + 1;
            y.Sum().Item().ShouldBe(2 * 4096);
        }
        x.Sum().Item().ShouldBe(4096);
        foreach (Action use in (Action[])[() => y.ToDoubles(), () => _ = y + 1, () => y.Sum(), () => y.Transpose().ToDoubles(), () => y[0, 0].Item(), () => y.MatMul(x), () => y.Reshape(-1).Clone()])
            Should.Throw<ReleasedTensorException>(use).Message.ShouldContain("float32 [");
        y.ToString().ShouldBe("tensor(memory taken back, float32 [64, 64])");
    }

    [Fact]
    public void What_is_kept_stays()
    {
        var scope = new StepScope();
        Tensor kept, view;
        using (scope.Open())
        {
            kept = StepScope.Keep(Tensor.Full(Large, 3));
            view = kept[1..3];
        }
        for (int i = 0; i < 3; i++)
            using (scope.Open()) _ = Tensor.Full(Large, 7).Exp();
        kept.ToDoubles().ShouldAllBe(v => v == 3);
        view.Sum().Item().ShouldBe(3 * 128);
    }

    [Fact]
    public void Small_tensors_are_never_taken_back()
    {
        var scope = new StepScope();
        Tensor y;
        using (scope.Open()) y = Tensor.Ones([10]) * 2;
        y.Sum().Item().ShouldBe(20);
    }

    [Fact]
    public void Gradients_of_leaves_survive_and_accumulate_over_steps()
    {
        var scope = new StepScope();
        Tensor w = Tensor.Full(Large, 2).RequireGrad();
        for (int i = 1; i <= 4; i++)
        {
            using (scope.Open()) (w * w).Sum().Backward();
            w.Grad!.ToDoubles().ShouldAllBe(v => v == 4 * i);
        }
        w.ClearGrad();
        w.Grad.ShouldBeNull();
        using (scope.Open()) (w * 3).Sum().Backward();
        w.Grad!.ToDoubles().ShouldAllBe(v => v == 3);
    }

    [Fact]
    public void Scopes_nest_and_each_takes_back_its_own()
    {
        StepScope outer = new(), inner = new();
        Tensor a, b, c;
        using (outer.Open())
        {
            a = Tensor.Ones(Large) * 1;
            using (inner.Open()) b = a + 1;
            c = a + 2;
            Should.Throw<ReleasedTensorException>(() => b.ToDoubles());
            c.Sum().Item().ShouldBe(3 * 4096);
            a.Sum().Item().ShouldBe(4096);
        }
        Should.Throw<ReleasedTensorException>(() => c.ToDoubles());
        Should.Throw<ReleasedTensorException>(() => a.ToDoubles());
        using (outer.Open()) Should.Throw<InvalidOperationException>(() => outer.Open());
    }

    [Fact]
    public void A_scope_ends_when_the_step_throws()
    {
        var scope = new StepScope();
        Should.Throw<ShapeException>(() =>
        {
            using (scope.Open()) _ = Tensor.Ones(Large) + Tensor.Ones([3, 3]);
        });
        using (scope.Open()) _ = Tensor.Ones(Large) + 1;
        StepScope.Current.ShouldBeNull();
    }

    /// <summary>After a first round the arrays of one step serve the next.</summary>
    [Fact]
    public void A_steady_loop_allocates_nothing_large()
    {
        var scope = new StepScope();
        Tensor w = new RandomStream(0).Normal([256, 256]).RequireGrad(), x = new RandomStream(1).Normal([128, 256]);
        for (int i = 0; i < 5; i++) Step();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++) Step();
        long bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / 10;
        bytes.ShouldBeLessThan(64 * 1024, "one [128, 256] is 128 KB");

        void Step()
        {
            using (scope.Open())
            {
                x.MatMul(w).Relu().Softmax().Square().Mean().Backward();
                w.ClearGrad();
            }
        }
    }

    [Fact]
    public void A_gradient_that_is_kept_outlives_its_clearing()
    {
        var scope = new StepScope();
        Tensor w = Tensor.Ones(Large).RequireGrad(), kept, other;
        using (scope.Open())
        {
            (w * 3).Sum().Backward();
            kept = StepScope.Keep(w.Grad!);
        }
        w.ClearGrad();
        using (scope.Open())
        {
            (w * 5).Sum().Backward();
            other = w.Grad!;
        }
        kept.ToDoubles().ShouldAllBe(g => g == 3);
        w.ClearGrad();
        Should.Throw<ReleasedTensorException>(() => other.ToDoubles());
        kept.ToDoubles().ShouldAllBe(g => g == 3);
    }

    [Fact]
    public void A_small_gradient_that_was_read_is_never_taken_back()
    {
        var scope = new StepScope();
        Tensor w = Tensor.Full([10], 2).RequireGrad(), first;
        for (int i = 0; i < 3; i++)
        {
            using var step = scope.Open();
            (w * 3).Sum().Backward();
            first = w.Grad!;
            w.ClearGrad();
            (w * 5).Sum().Backward();
            first.ToDoubles().ShouldAllBe(g => g == 3);
            w.Grad!.ToDoubles().ShouldAllBe(g => g == 5);
            w.ClearGrad();
        }
    }

    [Fact]
    public void A_small_gradient_that_nobody_read_leaves_its_memory_to_the_next_and_is_lost_itself()
    {
        var scope = new StepScope();
        Tensor w = Tensor.Full([10], 2).RequireGrad();
        var leaf = (Leaf)w.Node!;
        using (scope.Open())
        {
            (w * 3).Sum().Backward();
            Tensor unread = leaf.Gradient!;
            float[] memory = unread.Array<float>();
            w.ClearGrad();
            Tensor next = Tensor.Ones([10]);
            next.Array<float>().ShouldBeSameAs(memory);
            Tensor.Ones([10]).Array<float>().ShouldNotBeSameAs(memory);
            foreach (Action use in (Action[])[() => unread.ToDoubles(), () => _ = unread + 1, () => unread.Reshape(2, 5).ToDoubles(), () => StepScope.Keep(unread)])
                Should.Throw<ReleasedTensorException>(use).Message.ShouldContain("float32 [");
            next.ToDoubles().ShouldAllBe(v => v == 1);
        }
    }

    [Fact]
    public void A_small_gradient_with_a_view_keeps_its_memory()
    {
        var scope = new StepScope();
        Tensor w = Tensor.Full([10], 2).RequireGrad();
        using var step = scope.Open();
        (w * 3).Sum().Backward();
        Tensor view = ((Leaf)w.Node!).Gradient!.Reshape(2, 5);
        w.ClearGrad();
        (w * 5).Sum().Backward();
        view.ToDoubles().ShouldAllBe(g => g == 3);
    }
}
