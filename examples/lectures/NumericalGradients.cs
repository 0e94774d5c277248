namespace Nabla.Lectures;

/// <summary>Difference quotients and how far they are from the derivative.</summary>
public static class NumericalGradients
{
    /// <summary>The program.</summary>
    public static Lecture Lecture { get; } = new("numeric", "Numerical gradients (числени градиенти): one-sided and central, and the trade-off at small steps",
        "000 Mihov, 002 AI Community, 003 Ulyankin", "f'(x) ≈ (f(x+h) − f(x))/h, error O(h);  f'(x) ≈ (f(x+h) − f(x−h))/2h, error O(h²)", null, Run);

    static void Run(Lesson lesson)
    {
        static double F(double x) => Math.Log(x) + x * 5 - Math.Sin(5);
        const double x = 2, exact = 1 / x + 5;
        double[] steps = [.. Enumerable.Range(0, 57).Select(i => Math.Pow(10, -i / 4.0))];
        double[] oneSided = [.. steps.Select(h => Math.Abs((F(x + h) - F(x)) / h - exact))];
        double[] central = [.. steps.Select(h => Math.Abs((F(x + h) - F(x - h)) / (2 * h) - exact))];

        const double usual = 1e-4;
        lesson.ExpectBetween("one-sided error at h = 1e-4", Math.Abs((F(x + usual) - F(x)) / usual - exact), 1e-6, 1e-4);
        lesson.ExpectBetween("central error at h = 1e-4", Math.Abs((F(x + usual) - F(x - usual)) / (2 * usual) - exact), 0, 1e-8);
        lesson.Expect("one-sided slope (log-log)", Slope(oneSided), 1, 0.1);
        lesson.Expect("central slope (log-log)", Slope(central), 2, 0.1);
        lesson.Say(Invariant($"the best steps are near √ε = {Math.Sqrt(Math.BitIncrement(1.0) - 1):G2} and ∛ε = {Math.Cbrt(Math.BitIncrement(1.0) - 1):G2}: below them rounding wins"));
        lesson.ExpectBetween("best one-sided step", Best(oneSided), 1e-9, 1e-6);
        lesson.ExpectBetween("best central step", Best(central), 1e-7, 1e-3);
        lesson.Draw("numeric", new Chart("Error of the difference quotients of ln x + 5x − sin 5 at 2", new("step h", AxisScale.Logarithmic), new("absolute error", AxisScale.Logarithmic))
            .Line("one-sided", steps, oneSided, marked: true).Line("central", steps, central, marked: true));

        // Between 1e-1 and 1e-3 the formula's error rules, not rounding.
        double Slope(double[] errors) => (Math.Log10(errors[4]) - Math.Log10(errors[12])) / 2;
        double Best(double[] errors) => steps[Array.IndexOf(errors, errors.Where(e => e > 0).Min())];
    }
}
