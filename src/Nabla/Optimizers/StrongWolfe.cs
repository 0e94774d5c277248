namespace Nabla.Optimizers;

/// <summary>Finds a step along a direction that lowers the loss enough (Armijo) and flattens its slope enough (curvature).</summary>
/// <remarks>
/// The conditions: f(t) ≤ f(0) + 10⁻⁴·t·f'(0) and |f'(t)| ≤ 0.9·|f'(0)|. First the step grows until an interval holds such a point, then the
/// interval shrinks; both by the minimum of the cubic through values and slopes at two points. PyTorch's bounds and limits.
/// J. Nocedal, S. Wright, "Numerical optimization", 2006, algorithms 3.5 and 3.6, equation 3.59.
/// </remarks>
/// <param name="function">Value and gradient at a step.</param>
/// <param name="direction">The direction.</param>
internal sealed class StrongWolfe(Func<double, (double Value, Tensor Gradient)> function, Tensor direction)
{
    const double SufficientDecrease = 1e-4;
    const double Flattening = 0.9;
    const double Tolerance = 1e-9;
    const int MostIterations = 25;

    /// <summary>How often the function was computed.</summary>
    public int Evaluations { get; private set; }

    /// <summary>The step, with value and gradient there.</summary>
    /// <param name="t">The first step that is tried.</param>
    /// <param name="value">The value at 0.</param>
    /// <param name="gradient">The gradient at 0.</param>
    /// <param name="slope">The derivative along the direction at 0, below 0.</param>
    public (double Step, double Value, Tensor Gradient) From(double t, double value, Tensor gradient, double slope)
    {
        var start = new Point(0, value, gradient, slope);
        Point last = start, now = At(t);
        Point low = start, high = now;
        bool found = false;
        int iteration = 0;
        for (; iteration < MostIterations; iteration++)
        {
            if (TooHigh(now, start) || (iteration > 1 && now.Value >= last.Value))
            {
                (low, high) = (last, now);
                break;
            }
            if (IsFlat(now, start))
            {
                (low, high, found) = (now, now, true);
                break;
            }
            if (now.Slope >= 0)
            {
                (low, high) = (last, now);
                break;
            }
            double next = CubicMinimum(last, now, now.Step + 0.01 * (now.Step - last.Step), now.Step * 10);
            (last, now) = (now, At(next));
            (low, high) = (start, now);
        }

        if (high.Value < low.Value) (low, high) = (high, low);
        bool stalled = false;
        double width = direction.Abs().Max().Item();
        for (; !found && iteration < MostIterations && Math.Abs(high.Step - low.Step) * width >= Tolerance; iteration++)
        {
            now = At(Inner(low, high, ref stalled));
            if (TooHigh(now, start) || now.Value >= low.Value)
            {
                high = now;
                if (high.Value < low.Value) (low, high) = (high, low);
                continue;
            }
            if (IsFlat(now, start)) found = true;
            else if (now.Slope * (high.Step - low.Step) >= 0) high = low;
            low = now;
        }
        return (low.Step, low.Value, low.Gradient);
    }

    static bool TooHigh(Point now, Point start) => now.Value > start.Value + SufficientDecrease * now.Step * start.Slope;

    static bool IsFlat(Point now, Point start) => Math.Abs(now.Slope) <= -Flattening * start.Slope;

    /// <summary>A point within the interval, kept a tenth of it from its ends when the interpolation keeps coming too near.</summary>
    static double Inner(Point a, Point b, ref bool stalled)
    {
        double least = Math.Min(a.Step, b.Step), most = Math.Max(a.Step, b.Step), margin = 0.1 * (most - least);
        double t = CubicMinimum(a, b, least, most);
        if (Math.Min(most - t, t - least) >= margin)
        {
            stalled = false;
            return t;
        }
        if (!stalled && t < most && t > least)
        {
            stalled = true;
            return t;
        }
        stalled = false;
        return Math.Abs(t - most) < Math.Abs(t - least) ? most - margin : least + margin;
    }

    /// <summary>The minimum of the cubic through values and slopes at two points, held within bounds; their middle where it has none.</summary>
    static double CubicMinimum(Point a, Point b, double least, double most)
    {
        if (a.Step > b.Step) (a, b) = (b, a);
        double d1 = a.Slope + b.Slope - 3 * (a.Value - b.Value) / (a.Step - b.Step);
        double square = d1 * d1 - a.Slope * b.Slope;
        if (!(square >= 0)) return (least + most) / 2;
        double d2 = Math.Sqrt(square);
        double t = b.Step - (b.Step - a.Step) * ((b.Slope + d2 - d1) / (b.Slope - a.Slope + 2 * d2));
        return Math.Min(Math.Max(t, least), most);
    }

    Point At(double t)
    {
        Evaluations++;
        (double value, Tensor gradient) = function(t);
        return new(t, value, gradient, gradient.MatMul(direction).Item());
    }

    sealed record Point(double Step, double Value, Tensor Gradient, double Slope);
}
