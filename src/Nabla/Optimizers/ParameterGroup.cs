using Nabla.Layers;
using static System.FormattableString;

namespace Nabla.Optimizers;

/// <summary>Parameters that an optimizer moves by the same options: learning rate, weight decay and momentum.</summary>
/// <remarks>
/// An optimizer makes its first group itself; <see cref="Optimizer.AddGroup"/> makes others. All that is settable here may be
/// changed between steps, by schedules above all. Options that schedules don't change belong to the optimizer.
/// </remarks>
public sealed class ParameterGroup
{
    readonly string optimizer;
    readonly bool decays;

    /// <summary>A group of an optimizer.</summary>
    /// <param name="optimizer">The optimizer's name, for messages.</param>
    /// <param name="parameters">What it moves.</param>
    /// <param name="learningRate">The step size, ≥ 0.</param>
    /// <param name="weightDecay">The weight decay, ≥ 0; null where the optimizer has none.</param>
    /// <param name="momentum">The momentum, ≥ 0; null where the optimizer has none.</param>
    /// <param name="decays">Whether the momentum is a decay (β₁) and so below 1.</param>
    internal ParameterGroup(string optimizer, Parameter[] parameters, double learningRate, double? weightDecay, double? momentum, bool decays)
    {
        this.optimizer = optimizer;
        this.decays = decays;
        Parameters = parameters;
        InitialLearningRate = LearningRate = learningRate;
        HasWeightDecay = weightDecay is not null;
        HasMomentum = momentum is not null;
        if (HasWeightDecay) WeightDecay = weightDecay;
        if (HasMomentum) Momentum = momentum;
    }

    /// <summary>What the group moves.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>The learning rate that the group was made with: schedules start from it.</summary>
    public double InitialLearningRate { get; }

    /// <summary>The step size, ≥ 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double LearningRate
    {
        get;
        set => field = Options.NotNegative(optimizer, "learning rate", value);
    }

    /// <summary>The weight decay, ≥ 0: as a penalty on the squared parameters or apart from the gradient, as the optimizer says; null where it has none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    /// <exception cref="InvalidOperationException">The optimizer has no weight decay, or one is taken from it by null.</exception>
    public double? WeightDecay
    {
        get;
        set => field = Options.NotNegative(optimizer, "weight decay", Given("weight decay", HasWeightDecay, value));
    }

    /// <summary>The momentum; of the Adam family β₁, the decay of the first moment. Null where the optimizer has none.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite, or as a decay not below 1.</exception>
    /// <exception cref="InvalidOperationException">The optimizer has no momentum, or one is taken from it by null.</exception>
    public double? Momentum
    {
        get;
        set
        {
            double momentum = Given("momentum", HasMomentum, value);
            field = decays ? Options.Fraction(optimizer, "momentum (beta1)", momentum) : Options.NotNegative(optimizer, "momentum", momentum);
        }
    }

    bool HasWeightDecay { get; }

    bool HasMomentum { get; }

    double Given(string what, bool has, double? value) => (has, value) switch
    {
        (true, { } given) => given,
        (true, null) => throw new InvalidOperationException($"{optimizer}: cannot take the {what} from a group: it has one in every group. Set it to 0."),
        _ => throw new InvalidOperationException(Invariant($"{optimizer}: cannot set the {what} {value}: it has none.")),
    };
}
