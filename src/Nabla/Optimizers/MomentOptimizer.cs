using Nabla.Layers;

namespace Nabla.Optimizers;

/// <summary>Optimizers that scale their steps by running means of the gradient and of its square: the family of <see cref="Adam"/>.</summary>
public abstract class MomentOptimizer : Optimizer
{
    private protected MomentOptimizer(IEnumerable<Parameter> parameters, double learningRate, double beta1, double beta2, double epsilon, double weightDecay)
        : base(parameters, learningRate, weightDecay, beta1: beta1)
    {
        Beta2 = Options.Fraction(Kind, "beta2", beta2);
        Epsilon = Options.NotNegative(Kind, "epsilon", epsilon);
    }

    /// <summary>β₂, the decay of the second moment. β₁ is the <see cref="ParameterGroup.Momentum"/> of each group.</summary>
    public double Beta2 { get; }

    /// <summary>What keeps the divisor from 0.</summary>
    public double Epsilon { get; }

    private protected override IReadOnlyList<string> StateNames(Slot slot) => ["firstMoment", "secondMoment"];
}
