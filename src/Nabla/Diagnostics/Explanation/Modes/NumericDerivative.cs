namespace Nabla.Diagnostics;

/// <summary>The derivative by one name as difference quotients find it, for one step after another.</summary>
/// <param name="Name">The name.</param>
/// <param name="Derivative">What reverse mode finds.</param>
/// <param name="Quotients">For h = 10⁻¹, 10⁻², … 10⁻¹⁴.</param>
/// <remarks>
/// The error of a one-sided quotient is h/2·f″ + ε·f/h: it falls with h, then rises; it is least near h = √ε ≈ 1.5·10⁻⁸. That
/// of a central one is h²/6·f‴ + ε·f/h, least near ∛ε ≈ 6·10⁻⁶.
/// </remarks>
public sealed record NumericDerivative(string Name, double Derivative, IReadOnlyList<DifferenceQuotient> Quotients)
{
    /// <summary>The step with the least error of the one-sided quotient.</summary>
    public double BestOneSidedStep => Best(q => q.OneSidedError);

    /// <summary>The step with the least error of the central quotient.</summary>
    public double BestCentralStep => Best(q => q.CentralError);

    /// <summary>The order of the one-sided error: its slope over h from 10⁻² to 10⁻³ on two logarithmic axes; 1 in general, NaN where it is 0.</summary>
    public double OneSidedOrder => Order(q => q.OneSidedError);

    /// <summary>The order of the central error; 2 in general, NaN where it is 0 or lost in rounding.</summary>
    public double CentralOrder => Order(q => q.CentralError);

    double Best(Func<DifferenceQuotient, double> error)
    {
        (double least, double step) = (double.PositiveInfinity, double.NaN);
        foreach (DifferenceQuotient quotient in Quotients)
            if (error(quotient) < least) (least, step) = (error(quotient), quotient.Step);
        return step;
    }

    double Order(Func<DifferenceQuotient, double> error)
    {
        double coarse = error(Quotients[1]), fine = error(Quotients[2]);
        // What is left of an exact quotient is rounding, which has no order.
        double rounding = 1e-12 * Math.Max(1, Math.Abs(Derivative));
        return fine > rounding && coarse > rounding ? Math.Log10(coarse / fine) : double.NaN;
    }
}
