using Nabla.Numbers;

namespace Nabla.Diagnostics;

/// <summary>An operation on whole vectors and matrices; formulas of numbers alone do not have it.</summary>
internal sealed class TensorFormulaOperation(string name, int arity, Func<Tensor[], Tensor> apply) : FormulaOperation(name, arity)
{
    public override bool IsElementwise => false;

    public override Tensor Apply(ReadOnlySpan<Tensor> x) => apply([.. x]);

    public override double Value(ReadOnlySpan<double> x) => throw OfTensors();

    public override double Partial(int input, ReadOnlySpan<double> x, double y) => throw OfTensors();

    public override Formula Value(ReadOnlySpan<Formula> x) => throw OfTensors();

    public override Formula Partial(int input, ReadOnlySpan<Formula> x, Formula y) => throw OfTensors();

    InvalidOperationException OfTensors() => new($"{Name} is an operation on tensors.");
}
