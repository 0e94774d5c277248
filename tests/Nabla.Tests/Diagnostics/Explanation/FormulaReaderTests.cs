using System.Globalization;
using System.Text;
using Nabla.Diagnostics;

namespace Nabla.Tests.Diagnostics;

/// <summary>What text is which formula, and that no text does harm.</summary>
public sealed class FormulaReaderTests
{
    [Theory]
    [InlineData("-2^2", -4)]
    [InlineData("2^3^2", 512)]
    [InlineData("2^-1", 0.5)]
    [InlineData("2^-1*4", 2)]
    [InlineData("2^-2^2", 0.0625)]
    [InlineData("-2*3", -6)]
    [InlineData("2*-3", -6)]
    [InlineData("2--3", 5)]
    [InlineData("10-4-3", 3)]
    [InlineData("24/4/3", 2)]
    [InlineData("2+3*4", 14)]
    [InlineData("(2+3)*4", 20)]
    [InlineData("6 − 2 × 3 ÷ 1 · 1", 0)]
    [InlineData("1e-3*1E+3", 1)]
    [InlineData(".5 + 0.25 + 1.", 1.75)]
    [InlineData("max(min(3, 2), 1)", 2)]
    [InlineData("# a comment\n1 + // another\n\t2\r\n", 3)]
    [InlineData("let u₁ = 2; let ѝмя = u₁; u₁*ѝмя", 4)]
    [InlineData("let let1 = 2; let1", 2)]
    public void Text_means_what_mathematics_means(string formula, double value) =>
        LectureFormulaTests.Explain(formula).Value.ShouldBe(value, 1e-15);

    [Theory]
    [InlineData("x₁ + длина_2 + 重 + x̂ + 𝑧")]
    public void Names_are_of_any_script(string formula)
    {
        Explanation e = Explanation.Of(formula, Explanation.Names(formula).ToDictionary(n => n, _ => 1.0, StringComparer.Ordinal));
        e.Gradient.Keys.ShouldBe(["x₁", "длина_2", "重", "x̂", "𝑧"]);
        e.Value.ShouldBe(5);
    }

    [Theory]
    [InlineData("σ(0)", 0.5)]
    [InlineData("ln(1) + log(1)", 0)]
    [InlineData("clamp(5, 0, 1)", 1)]
    public void Functions_are_the_librarys_operations(string formula, double value) => LectureFormulaTests.Explain(formula).Value.ShouldBe(value);

    [Fact]
    public void Any_tree_printed_is_read_as_the_same_tree()
    {
        var random = new Random(1);
        for (int i = 0; i < 2000; i++)
        {
            Tree tree = Tree.Draw(random, random.Next(1, 30));
            string text = tree.Print(random);
            Tree.Of(FormulaReader.Read(text)).ShouldBe(tree.Canonical(), text);
        }
    }

    [Fact]
    public void Garbage_is_refused_with_a_place_in_the_text()
    {
        const string letters = "xyπя0123456789.+-*/^()(),,;= \n\r\t#eE_₂²lnmaxlet \ud800\udc00\0'\"λ";
        string[] words = ["let ", "ln(", "max(", "sin", ")", "^-", "x", "=", ";", "1e", "#", "\r\n"];
        var random = new Random(2);
        for (int i = 0; i < 20_000; i++)
        {
            var text = new StringBuilder();
            int length = random.Next(1, 20);
            for (int j = 0; j < length; j++)
                text.Append(random.Next(3) == 0 ? words[random.Next(words.Length)] : letters[random.Next(letters.Length)].ToString());
            try
            {
                FormulaReader.Read(text.ToString());
            }
            catch (FormulaException e)
            {
                e.Line.ShouldBeGreaterThan(0);
                e.Column.ShouldBeGreaterThan(0);
                e.Reason.ShouldNotBeNullOrWhiteSpace();
                e.Excerpt.ShouldEndWith("^");
            }
        }
    }

    [Fact]
    public void Depth_needs_no_stack()
    {
        const int n = 100_000;
        LectureFormulaTests.Explain(new string('(', n) + "x" + new string(')', n), ("x", 2)).Value.ShouldBe(2);
        LectureFormulaTests.Explain(new string('-', n) + "x", ("x", 2)).Vertices.Count.ShouldBe(n + 1);
        LectureFormulaTests.Explain(string.Concat(Enumerable.Repeat("tanh(", n)) + "x" + new string(')', n), ("x", 2)).Gradient["x"].ShouldBeInRange(0, 1);
        LectureFormulaTests.Explain(string.Concat(Enumerable.Repeat("1^", n)) + "x", ("x", 2)).Value.ShouldBe(1);
        Should.Throw<FormulaException>(() => FormulaReader.Read(new string('(', n))).Column.ShouldBe(n + 1);
    }

    [Fact]
    public void A_hundred_thousand_vertices_take_linear_time()
    {
        const int n = 50_000;
        var clock = System.Diagnostics.Stopwatch.StartNew();
        Explanation e = LectureFormulaTests.Explain(string.Join('+', Enumerable.Repeat("x*x", n)), ("x", 0.5));
        e.Vertices.Count.ShouldBe(2 * n);
        e.Value.ShouldBe(n * 0.25);
        e.Gradient["x"].ShouldBe(n);
        e.ToString().ShouldContain("sum over 100000 uses");
        e.ToJson().Length.ShouldBeGreaterThan(n);
        clock.Elapsed.TotalSeconds.ShouldBeLessThan(20);
    }

    [Fact]
    public void Shared_vertices_keep_the_work_linear()
    {
        var text = new StringBuilder("let u0 = x;");
        for (int i = 1; i <= 60; i++) text.Append(CultureInfo.InvariantCulture, $"let u{i} = 0.5*u{i - 1} + 0.5*u{i - 1};");
        LectureFormulaTests.Explain(text + "u60", ("x", 3)).Gradient["x"].ShouldBe(1, 1e-12);
    }
}
