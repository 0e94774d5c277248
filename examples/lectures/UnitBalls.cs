namespace Nabla.Lectures;

/// <summary>The points at distance 1 from the origin, as distances are measured by different norms.</summary>
public static class UnitBalls
{
    /// <summary>The program.</summary>
    public static Lecture Lecture { get; } = new("norms", "Norms (нормы) ‖x‖ₚ and the metrics of 0 < p < 1, by their unit balls", "004 Kovalev",
        "‖x‖ₚ = (Σ|xᵢ|ᵖ)^(1/p) for p ≥ 1;  d(x, y) = Σ|xᵢ − yᵢ|ᵖ, without a root, for 0 < p < 1", null, Run);

    static void Run(Lesson lesson)
    {
        Tensor x = Tensor.From<double>(3, -4);
        lesson.Expect("‖(3, −4)‖₁", x.Norm(1).Item(), 7);
        lesson.Expect("‖(3, −4)‖₂", x.Norm(2).Item(), 5);
        lesson.Expect("‖(3, −4)‖∞", x.Norm(double.PositiveInfinity).Item(), 4);

        // Below 1 the root is no norm: two steps of length 1 make one of length 4, not at most 2. Without the root it is a metric.
        double Rooted(Tensor v) => Math.Pow(v.Abs().Pow(0.5).Sum().Item(), 2);
        Tensor across = Tensor.From<double>(1, 0), up = Tensor.From<double>(0, 1);
        lesson.Expect("with the root at p = ½: ‖(1, 1)‖ − ‖(1, 0)‖ − ‖(0, 1)‖", Rooted(across + up) - Rooted(across) - Rooted(up), 2);
        lesson.Expect("without it: d((1, 1)) − d((1, 0)) − d((0, 1))", (across + up).Abs().Pow(0.5).Sum().Item() - 2, 0);

        var chart = new Chart("Unit balls", new("x₁"), new("x₂"), 460, 420).Square();
        double[] angles = [.. Enumerable.Range(0, 721).Select(i => i * Math.PI / 360)];
        foreach ((string name, double p) in (ReadOnlySpan<(string, double)>)[("p = ½", 0.5), ("p = 1", 1), ("p = 2", 2), ("p = 4", 4), ("p = ∞", double.PositiveInfinity)])
        {
            double Length(double a) => double.IsInfinity(p) ? Math.Max(Math.Abs(Math.Cos(a)), Math.Abs(Math.Sin(a)))
                : Math.Pow(Math.Pow(Math.Abs(Math.Cos(a)), p) + Math.Pow(Math.Abs(Math.Sin(a)), p), 1 / p);
            chart.Line(name, [.. angles.Select(a => Math.Cos(a) / Length(a))], [.. angles.Select(a => Math.Sin(a) / Length(a))]);
        }
        lesson.Draw("norms", chart);
    }
}
