using Nabla.Layers;

namespace Nabla.Tests.Layers;

/// <summary>Layers that draw random numbers while they train.</summary>
public sealed class RandomLayerTests
{
    public static TheoryData<Func<Module>, Shape> Layers => new()
    {
        { () => new Dropout(), [50, 40] },
        { () => new Dropout1d(), [50, 40, 3] },
        { () => new Dropout2d(), [50, 40, 2, 2] },
        { () => new Dropout3d(), [50, 40, 1, 2, 2] },
        { () => new AlphaDropout(), [50, 40] },
        { () => new RRelu(), [50, 40] },
        { () => new GumbelSoftmax(), [50, 40] },
    };

    [Theory, MemberData(nameof(Layers))]
    public void Draws_follow_from_the_seed_and_the_calls_and_are_absent_in_use(Func<Module> make, Shape shape)
    {
        Tensor x = new RandomStream(3).Normal(shape);
        Module a = make(), b = make();
        double[] first = a.Forward(x).ToDoubles();
        b.Forward(x).ToDoubles().ShouldBe(first);
        a.Forward(x).ToDoubles().ShouldNotBe(first);
        a.Eval();
        double[] used = a.Forward(x).ToDoubles();
        a.Forward(x).ToDoubles().ShouldBe(used);
    }

    [Fact]
    public void Whole_channels_are_dropped()
    {
        double[] y = new Dropout2d(0.25).Forward(Tensor.Ones([50, 40, 2, 2])).ToDoubles();
        double[][] channels = [.. y.Chunk(4)];
        channels.ShouldAllBe(c => c.All(v => v == c[0]));
        channels.Count(c => c[0] == 0).ShouldBeInRange(420, 580);
        channels.Where(c => c[0] != 0).ShouldAllBe(c => Math.Abs(c[0] - 4 / 3.0) < 1e-6);
    }

    [Fact]
    public void Alpha_dropout_keeps_mean_and_variance()
    {
        Tensor y = new AlphaDropout(0.3).Forward(new RandomStream(0).Normal([300, 300]));
        y.Mean().Item().ShouldBe(0, 0.02);
        y.Variance().Item().ShouldBe(1, 0.03);
    }

    [Fact]
    public void Random_slopes_lie_between_their_bounds_and_the_mean_is_used()
    {
        var layer = new RRelu(0.1, 0.3);
        double[] slopes = layer.Forward(-Tensor.Ones([1000])).ToDoubles();
        slopes.ShouldAllBe(v => v <= -0.1 && v >= -0.3);
        slopes.Average().ShouldBe(-0.2, 0.01);
        layer.Eval();
        layer.Forward(-Tensor.Ones([1])).Item().ShouldBe(-0.2, 1e-6);
    }

    [Fact]
    public void A_padding_row_starts_at_0_and_receives_no_gradient()
    {
        var layer = new Embedding(4, 3, paddingIndex: 2);
        layer.Weight.ToDoubles()[6..9].ShouldBe([0, 0, 0]);
        layer.Weight.ToDoubles().Count(v => v != 0).ShouldBe(9);
        layer.Forward(Tensor.From<long>(2, 1, 2, 1)).Sum().Backward();
        layer.Weight.Grad!.ToDoubles().ShouldBe([0, 0, 0, 2, 2, 2, 0, 0, 0, 0, 0, 0]);
    }

    [Theory]
    [InlineData("conv"), InlineData("transposed"), InlineData("bilinear")]
    public void First_values_are_uniform_in_the_bounds_that_PyTorch_has(string kind)
    {
        (Module layer, double bound) = kind switch
        {
            "conv" => ((Module)new Conv2d(4, 40, 5, groups: 2), 1 / Math.Sqrt(2 * 25)),
            "transposed" => (new ConvTranspose2d(40, 4, 5, groups: 2), 1 / Math.Sqrt(2 * 25)),
            _ => (new Bilinear(16, 8, 20), 0.25),
        };
        double[] weight = layer.Parameters()[0].ToDoubles();
        weight.ShouldAllBe(v => Math.Abs(v) <= bound);
        weight.Select(Math.Abs).Max().ShouldBeGreaterThan(0.97 * bound);
        (weight.Select(v => v * v).Average() / (bound * bound / 3)).ShouldBe(1, 0.1);
        layer.Parameters()[1].ToDoubles().ShouldAllBe(v => Math.Abs(v) <= bound);
    }
}
