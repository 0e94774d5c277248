namespace Nabla.Diagnostics;

/// <summary>The worst place of a comparison: where, and both values.</summary>
internal readonly record struct Disagreement(int Order, int Input, long Element, double Analytic, double Numeric)
{
    /// <summary>|a − n| / max(1, |a|, |n|); infinite where either is NaN, or where they are different infinities.</summary>
    public double Error => Of(Analytic, Numeric);

    /// <summary>This or another place, whichever is worse.</summary>
    public Disagreement Worse(Disagreement other) => other.Error > Error ? other : this;

    static double Of(double analytic, double numeric)
    {
        if (analytic == numeric) return 0;
        double error = Math.Abs(analytic - numeric) / Math.Max(1, Math.Max(Math.Abs(analytic), Math.Abs(numeric)));
        return double.IsNaN(error) ? double.PositiveInfinity : error;
    }
}
