using Nabla.Initializers;
using Nabla.Layers;

namespace Nabla.Tests.Layers;

public sealed class InitializerTests
{
    [Fact]
    public void Fans_count_the_kernel()
    {
        Fans.Of([10, 784]).ShouldBe(new Fans(784, 10));
        Fans.Of([16, 3, 5, 5]).ShouldBe(new Fans(75, 400));
    }

    [Fact]
    public void Gains_are_PyTorchs()
    {
        Nonlinearity.Linear.Gain().ShouldBe(1);
        Nonlinearity.Sigmoid.Gain().ShouldBe(1);
        Nonlinearity.Tanh.Gain().ShouldBe(5.0 / 3);
        Nonlinearity.Relu.Gain().ShouldBe(Math.Sqrt(2));
        Nonlinearity.LeakyRelu.Gain().ShouldBe(1.4141428569978354, 1e-15);
        Nonlinearity.LeakyRelu.Gain(0).ShouldBe(Math.Sqrt(2));
        Nonlinearity.Selu.Gain().ShouldBe(0.75);
    }

    /// <summary>Bound (uniform) or deviation (normal), by PyTorch's formulas for a weight [200, 300].</summary>
    public static TheoryData<IInitializer, double, bool> Distributions => new()
    {
        { new XavierUniform(), Math.Sqrt(6.0 / 500), true },
        { new XavierUniform(5.0 / 3), 5.0 / 3 * Math.Sqrt(6.0 / 500), true },
        { new XavierNormal(), Math.Sqrt(2.0 / 500), false },
        { new KaimingUniform(), Math.Sqrt(6.0 / 300), true },
        { new KaimingUniform(Math.Sqrt(5)), 1 / Math.Sqrt(300), true },
        { new KaimingUniform(Mode: FanMode.Out, Nonlinearity: Nonlinearity.Relu), Math.Sqrt(6.0 / 200), true },
        { new KaimingNormal(), Math.Sqrt(2.0 / 300), false },
        { new KaimingNormal(Mode: FanMode.Out, Nonlinearity: Nonlinearity.Tanh), 5.0 / 3 / Math.Sqrt(200), false },
        { new Uniform(-0.25, 0.25), 0.25, true },
        { new Normal(0, 0.02), 0.02, false },
    };

    [Theory, MemberData(nameof(Distributions))]
    public void Values_have_the_bound_and_the_deviation_of_the_formula(IInitializer initializer, double scale, bool uniform)
    {
        double[] values = initializer.Draw([200, 300], new RandomStream(0, "test")).ToDoubles();
        double deviation = Math.Sqrt(values.Sum(v => v * v) / values.Length);
        values.Average().ShouldBe(0, scale * 0.02);
        deviation.ShouldBe(uniform ? scale / Math.Sqrt(3) : scale, scale * 0.02);
        if (!uniform) return;
        values.Max(Math.Abs).ShouldBeInRange(scale * 0.999, scale);
    }

    [Fact]
    public void Constants_are_constant()
    {
        new Zeros().Draw([2], new RandomStream(0)).ToDoubles().ShouldBe([0, 0]);
        new Ones().Draw([2], new RandomStream(0)).ToDoubles().ShouldBe([1, 1]);
        new Constant(0.25).Draw([2], new RandomStream(0)).ToDoubles().ShouldBe([0.25, 0.25]);
    }

    [Fact]
    public void Linear_starts_as_in_PyTorch()
    {
        var layer = new Linear(300, 200);
        layer.Weight.ToDoubles().Max(Math.Abs).ShouldBeInRange(0.999 / Math.Sqrt(300), 1 / Math.Sqrt(300));
        layer.Bias!.ToDoubles().Max(Math.Abs).ShouldBeInRange(0.97 / Math.Sqrt(300), 1 / Math.Sqrt(300));
        new Linear(3, 2, weight: new Ones()).Weight.ToDoubles().ShouldAllBe(v => v == 1);
    }
}
