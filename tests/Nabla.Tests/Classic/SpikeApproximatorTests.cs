using Nabla.Classic;
using Nabla.Layers;

namespace Nabla.Tests.Classic;

public sealed class SpikeApproximatorTests
{
    static double Jump(double x) => x < 0.3 ? 0 : 1;

    [Fact]
    public void A_spike_is_one_at_its_centre_and_falls_to_zero_straight()
    {
        double[] x = [-9, 1.5, 1.75, 2, 2.25, 2.5, 9];
        SpikeApproximator.Spike(Tensor.From(x), center: 2, width: 0.5).ToDoubles().ShouldBe([0, 0, 0.5, 1, 0.5, 0, 0]);
        Should.Throw<ArgumentOutOfRangeException>(() => SpikeApproximator.Spike(Tensor.From(x), 0, 0));
    }

    [Fact]
    public void The_network_is_the_sum_of_spikes_with_one_hidden_layer()
    {
        var model = new SpikeApproximator(Math.Cos, -1, 2, 7);
        model.Network.Select(l => l.GetType()).ShouldBe([typeof(Linear), typeof(Relu), typeof(Linear)]);
        ((Linear)model.Network[0]).OutFeatures.ShouldBe(28);
        ((Linear)model.Network[0]).Weight.ToDoubles()[..4].ShouldBe([1, -1, -1, 1]);
        Tensor x = Tensor.Linspace(-3, 4, 71, DType.Float64), sum = Tensor.Zeros([71], DType.Float64);
        for (int i = 0; i < 7; i++) sum += Math.Cos(-1 + 0.5 * i) * SpikeApproximator.Spike(x, -1 + 0.5 * i, 0.5);
        foreach ((double expected, double found) in sum.ToDoubles().Zip(model.Forward(x.Unsqueeze(1)).ToDoubles())) found.ShouldBe(expected, 1e-13);
    }

    /// <summary>The error of a smooth function falls as 1/n²: four times smaller on halving the distance of the nodes; at most max|f''|·δ²/8.</summary>
    [Fact]
    public void The_error_of_the_sine_falls_as_the_square_of_the_number_of_spikes()
    {
        double before = new SpikeApproximator(Math.Sin, 0, 2 * Math.PI, 17).SupError();
        foreach (int spikes in (int[])[33, 65, 129])
        {
            double error = new SpikeApproximator(Math.Sin, 0, 2 * Math.PI, spikes).SupError(), width = 2 * Math.PI / (spikes - 1);
            (before / error).ShouldBe(4, 0.1);
            error.ShouldBeInRange(0.9 * width * width / 8, width * width / 8);
            before = error;
        }
    }

    [Fact]
    public void The_absolute_value_is_exact_with_a_node_on_its_kink()
    {
        new SpikeApproximator(Math.Abs, -1, 1, 5).SupError().ShouldBeLessThan(1e-14);
        new SpikeApproximator(Math.Abs, -1, 1, 4).SupError().ShouldBe(1 / 3.0, 1e-3);
    }

    /// <summary>A continuous function cannot come nearer than half the height of a jump, however many spikes it has; the area between them shrinks.</summary>
    [Fact]
    public void A_jump_never_falls_in_the_largest_error_but_in_the_mean()
    {
        double before = double.PositiveInfinity;
        foreach (int spikes in (int[])[10, 20, 40, 80, 160])
        {
            var model = new SpikeApproximator(Jump, 0, 1, spikes);
            model.SupError().ShouldBeGreaterThan(0.5);
            double area = model.L1Error();
            area.ShouldBeLessThan(before);
            before = area;
        }
        before.ShouldBeLessThan(0.005);
    }

    [Fact]
    public void Two_dimensions_take_a_second_hidden_layer()
    {
        static double F(double x, double y) => Math.Sin(x) * Math.Cos(2 * y);
        var model = new SpikeApproximator(F, (-1, 2), (0, 1.5), 5);
        model.Network.Select(l => l.GetType()).ShouldBe([typeof(Linear), typeof(Relu), typeof(Linear), typeof(Relu), typeof(Linear)]);
        ((Linear)model.Network[0]).OutFeatures.ShouldBe(16 * 5 - 4);
        ((Linear)model.Network[2]).OutFeatures.ShouldBe(25);
        for (int i = 0; i < 5; i++)
            for (int j = 0; j < 5; j++)
            {
                double x = -1 + 0.75 * i, y = 0.375 * j;
                model.Forward(Tensor.From(new double[,] { { x, y } })).Item().ShouldBe(F(x, y), 1e-13);
            }
        // The pyramids add up to 1, and planes are exact: only so can the error fall as 1/n².
        new SpikeApproximator((x, y) => 3 - 2 * x + y, (-1, 2), (0, 1.5), 4).SupError(61).ShouldBeLessThan(1e-12);
        double before = model.SupError(81), area = model.L1Error(80);
        foreach (int spikes in (int[])[9, 17])
        {
            var finer = new SpikeApproximator(F, (-1, 2), (0, 1.5), spikes);
            double error = finer.SupError(81), mean = finer.L1Error(80);
            (before / error).ShouldBe(4, 0.5);
            (area / mean).ShouldBe(4, 0.5);
            (before, area) = (error, mean);
        }
    }

    [Fact]
    public void Empty_ranges_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => new SpikeApproximator(Math.Sin, 1, 1, 5)).Message.ShouldStartWith("SpikeApproximator: cannot approximate from 1 to 1: the range is empty or not finite.");
        Should.Throw<ArgumentOutOfRangeException>(() => new SpikeApproximator(Math.Sin, 0, 1, 1));
    }
}
