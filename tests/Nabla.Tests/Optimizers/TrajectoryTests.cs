using Nabla.Layers;
using Nabla.Optimizers;
using Nabla.Tests.Reference;

namespace Nabla.Tests.Optimizers;

/// <summary>Twelve steps as PyTorch 1.13 makes them, or the formulas of the papers in NumPy: see tests/reference.</summary>
public sealed class TrajectoryTests
{
    public static TheoryData<ReferenceCase> Trajectories => ReferenceCase.Theory("optimizers_trajectories");

    public static TheoryData<ReferenceCase> WithGradients => ReferenceCase.Theory("optimizers");

    [Theory, MemberData(nameof(Trajectories))]
    public void Twelve_steps_go_where_the_reference_goes(ReferenceCase c)
    {
        Parameter[] parameters = ReferenceOptimizers.Start(c);
        Optimizer optimizer = ReferenceOptimizers.Create(c, parameters);
        int n = c.Output.Shape[1];
        for (int step = 0; step < c.Output.Shape[0]; step++)
        {
            if (c.Flag("halved") && step == 6) optimizer.LearningRate *= 0.5;
            optimizer.Step(() => ReferenceOptimizers.Function(c, parameters));
            double[] found = [.. parameters.SelectMany(p => p.ToDoubles())], expected = c.Output.Data[(step * n)..((step + 1) * n)];
            for (int i = 0; i < n; i++)
            {
                // Relative above 1, absolute below. Quasi-Newton steps multiply rounding: PyTorch's own by up to 10⁵ when the start moves by one.
                double bound = (c.Name == "lbfgs" ? 1e-8 : 1e-10) * Math.Max(1, Math.Abs(expected[i]));
                found[i].ShouldBe(expected[i], bound, $"element {i} after step {step + 1}");
            }
        }
        if (optimizer is Lbfgs lbfgs)
        {
            lbfgs.Iterations.ShouldBe((long)c.Number("iterations", -1));
            lbfgs.Evaluations.ShouldBe((long)c.Number("evaluations", -1));
        }
    }

    [Theory, MemberData(nameof(WithGradients))]
    public void Gradients_and_steps_are_PyTorchs(ReferenceCase c)
    {
        Parameter[] parameters = ReferenceOptimizers.Start(c);
        Optimizer optimizer = ReferenceOptimizers.Create(c, parameters);
        int n = c.Inputs[0].Data.Length;
        for (int step = 0; step < 12; step++)
        {
            optimizer.ZeroGrad();
            ReferenceOptimizers.Function(c, parameters).Backward();
            parameters[0].Grad!.ToDoubles().ShouldBe(c.Gradients![0]!.Data[(step * n)..((step + 1) * n)], 1e-10);
            optimizer.Step();
            parameters[0].ToDoubles().ShouldBe(c.Output.Data[(step * n)..((step + 1) * n)], 1e-12);
        }
    }

    /// <summary>An optimizer that no reference names has no test of its numbers.</summary>
    [Fact]
    public void Every_optimizer_has_a_trajectory() =>
        OptimizerSamples.Types.Select(t => t.Name.ToLowerInvariant())
            .Except(ReferenceCase.Load("optimizers_trajectories").Select(c => c.Name), StringComparer.Ordinal).ShouldBeEmpty();
}
