namespace Nabla.Pictures;

/// <summary>An axis of a chart.</summary>
/// <param name="Label">What is measured, with its unit.</param>
/// <param name="Scale">How numbers are laid out.</param>
/// <param name="Least">Where it begins; the least number drawn unless given.</param>
/// <param name="Most">Where it ends; the greatest number drawn unless given.</param>
public sealed record Axis(string Label, AxisScale Scale = AxisScale.Linear, double? Least = null, double? Most = null)
{
    internal bool IsLogarithmic => Scale == AxisScale.Logarithmic;
}
