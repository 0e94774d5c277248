namespace Nabla.Diagnostics;

/// <summary>An entry of a gradient beside its difference quotient.</summary>
/// <param name="Of">What was moved: <c>input</c>, or a parameter's path.</param>
/// <param name="Index">Which element, by its place in row-major order.</param>
/// <param name="Gradient">What backpropagation finds.</param>
/// <param name="Difference">(L(v + h) − L(v − h)) / 2h of the loss.</param>
/// <param name="Error">|gradient − difference| / max(1, |gradient|).</param>
public sealed record GradientEntry(string Of, int Index, double Gradient, double Difference, double Error);
