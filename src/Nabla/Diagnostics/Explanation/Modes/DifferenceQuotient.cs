namespace Nabla.Diagnostics;

/// <summary>Two difference quotients with one step, and how far they are from the derivative.</summary>
/// <param name="Step">The step h.</param>
/// <param name="OneSided">(f(x + h) − f(x)) / h.</param>
/// <param name="Central">(f(x + h) − f(x − h)) / 2h.</param>
/// <param name="OneSidedError">The distance of <paramref name="OneSided"/> from the derivative that reverse mode finds.</param>
/// <param name="CentralError">The distance of <paramref name="Central"/>.</param>
public readonly record struct DifferenceQuotient(double Step, double OneSided, double Central, double OneSidedError, double CentralError);
