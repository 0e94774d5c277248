using System.Globalization;
using System.Xml.Linq;

namespace Nabla.Pictures.Tests;

public sealed class ChartTests
{
    static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void A_chart_holds_its_title_labels_and_series()
    {
        XDocument svg = XDocument.Parse(new Chart("Loss < 1 & falling", new("epoch"), new("loss")).Line("training", [1, 2, 3], [3, 2, 1]).Line("test", [1, 2, 3], [3.5, 2.5, 2]).ToSvg());
        string[] texts = [.. svg.Descendants(Svg + "text").Select(t => t.Value)];
        foreach (string text in (string[])["Loss < 1 & falling", "epoch", "loss", "training", "test"]) Array.IndexOf(texts, text).ShouldBeGreaterThanOrEqualTo(0, text);
        svg.Descendants(Svg + "path").Count().ShouldBe(2);
    }

    [Fact]
    public void A_point_is_drawn_where_its_numbers_say()
    {
        XDocument svg = XDocument.Parse(new Chart("", new("", AxisScale.Logarithmic, 1, 100), new("", Least: 0, Most: 10), 494, 396).Line("", [1, 10, 100], [0, 5, 10]).ToSvg());
        string path = (string)svg.Descendants(Svg + "path").Single().Attribute("d")!;
        path.ShouldBe("M74 344L274 194L474 44");
    }

    [Fact]
    public void A_number_without_a_place_breaks_the_line()
    {
        XDocument svg = XDocument.Parse(new Chart("", new(""), new("", AxisScale.Logarithmic)).Line("", [1, 2, 3, 4, 5], [1, 10, 0, double.NaN, 100]).ToSvg());
        ((string)svg.Descendants(Svg + "path").Single().Attribute("d")!).Count(c => c == 'M').ShouldBe(2);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(-3e-7, 2e-7)]
    [InlineData(1e9, 1e9 + 1)]
    [InlineData(-1e12, 1e12)]
    [InlineData(5, 5)]
    [InlineData(0, 0)]
    public void Marks_of_an_axis_are_few_and_lie_on_it(double least, double most)
    {
        var ruler = new Ruler(new Axis("x"), [least, most]);
        (double Number, string Text)[] marks = [.. ruler.Marks()];
        marks.Length.ShouldBeInRange(2, 12);
        foreach ((double number, _) in marks) ruler.Share(number).ShouldBeInRange(-1e-6, 1 + 1e-6);
    }

    [Fact]
    public void Marks_of_a_logarithmic_axis_are_powers_of_ten()
    {
        var ruler = new Ruler(new Axis("h", AxisScale.Logarithmic), [1e-14, 1e-1], 0);
        string[] texts = [.. ruler.Marks().Select(m => m.Text).Where(t => t.Length > 0)];
        Array.IndexOf(texts, "10⁻⁸").ShouldBeGreaterThanOrEqualTo(0);
        texts.Length.ShouldBeInRange(4, 9);
    }

    [Fact]
    public void Pairs_are_refused_when_one_is_missing() =>
        Should.Throw<ArgumentException>(() => new Chart("", new(""), new("")).Line("loss", [1, 2, 3], [1, 2])).Message.ShouldStartWith("Chart: cannot draw 'loss': it has 3 x and 2 y.");

    [Fact]
    public void An_axis_needs_two_ends() =>
        Should.Throw<PictureException>(() => new Chart("", new("x", Least: 2, Most: 2), new("")).Line("", [1], [1]).ToSvg()).Message.ShouldContain("it ends where it begins");

    [Fact]
    public void Numbers_are_written_with_points_where_people_write_commas()
    {
        CultureInfo.CurrentCulture.NumberFormat.NumberDecimalSeparator.ShouldBe(",");
        string text = new Chart("c", new("x"), new("y")).Points("p", [0.5, 1.25], [1.5, 2]).Regions((x, y) => x > y ? 1 : 0).Note(0.5, 1.5, "here").ToSvg();
        text.ShouldContain(">1.6<");
        XDocument.Parse(text).Descendants().Attributes().Where(a => a.Value.Contains(',', StringComparison.Ordinal) && a.Name != "href" && a.Name != "font-family").ShouldBeEmpty();
    }
}
