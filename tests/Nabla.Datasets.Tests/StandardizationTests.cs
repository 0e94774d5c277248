using System.Text.Json;

namespace Nabla.Data.Tests;

public class StandardizationTests
{
    [Fact]
    public void A_fit_gives_mean_0_and_deviation_1()
    {
        float[] rows = [1, 10, 3, 30, 5, 20];
        Standardization fit = Standardization.Fit(rows, 2);
        fit.Means.ShouldBe([3, 20]);
        fit.Scales[0].ShouldBe((float)Math.Sqrt(8.0 / 3));
        fit.Apply(rows);
        rows.Where((_, i) => i % 2 == 0).Sum().ShouldBe(0, 1e-6);
        rows.Where((_, i) => i % 2 == 0).Sum(x => x * x).ShouldBe(3, 1e-5);
    }

    [Theory]
    [InlineData(0.1f)]
    [InlineData(-3.4e38f)]
    [InlineData(1e-42f)]
    public void A_constant_feature_becomes_0(float constant)
    {
        float[] rows = [.. Enumerable.Repeat(constant, 1001)];
        Standardization fit = Standardization.Fit(rows, 1);
        fit.Scales.ShouldBe([1]);
        fit.Apply(rows);
        rows.ShouldAllBe(x => Math.Abs(x) < 1e-6f * Math.Abs(constant) || x == 0);
    }

    [Theory]
    [InlineData(3.4e38f, -3.4e38f)]
    [InlineData(1e-45f, 0f)]
    public void Extreme_features_stay_finite(float a, float b)
    {
        float[] rows = [a, b, a, b];
        Standardization.Fit(rows, 1).Apply(rows);
        rows.ShouldAllBe(x => float.IsFinite(x));
    }

    [Fact]
    public void One_scale_serves_all_features_and_divides_exactly()
    {
        float[] pixels = [.. Enumerable.Range(0, 256).Select(i => (float)i)];
        Standardization.DivideBy(255).Apply(pixels);
        for (int i = 0; i < 256; i++)
            pixels[i].ShouldBe(i / 255f);
    }

    [Fact]
    public void It_survives_json()
    {
        string json = JsonSerializer.Serialize(new Standardization([1.1f, -2], [0.1f, 3]));
        json.ShouldBe("""{"means":[1.1,-2],"scales":[0.1,3],"run":1}""");
        Standardization back = JsonSerializer.Deserialize<Standardization>(json)!;
        back.Means.ShouldBe([1.1f, -2]);
        back.Scales.ShouldBe([0.1f, 3]);
    }

    [Fact]
    public void What_makes_no_sense_is_refused()
    {
        Should.Throw<ArgumentException>(() => Standardization.Fit([], 1));
        Should.Throw<ArgumentException>(() => Standardization.Fit([1, 2, 3], 2));
        Should.Throw<ArgumentException>(() => Standardization.Fit([1, float.NaN], 1));
        Should.Throw<ArgumentException>(() => new Standardization([1], [0]));
        Should.Throw<ArgumentException>(() => new Standardization([1], [1, 2]));
        Should.Throw<ArgumentException>(() => new Standardization([], []));
        Should.Throw<ArgumentException>(() => Standardization.Fit([1, 2], 2).Apply(new float[3]));
    }
}
