using Nabla.Layers;
using Nabla.Optimizers;

namespace Nabla.Cli.Descriptions;

/// <summary>The optimizers that a file can name.</summary>
internal static class OptimizerKinds
{
    public static Kinds<Func<Described, Module, Optimizer>> All { get; } = new("optimizer",
        new("sgd", "Stochastic gradient descent.",
            (d, model) => new Sgd(model, d.Real("learningRate"), d.Real("momentum"), d.Real("dampening"), d.Flag("nesterov"), d.Real("weightDecay")),
            Field.NotNegative("learningRate", "The step size.") with { Default = null, IsRequired = true },
            Field.NotNegative("momentum", "How much of the last step is kept."),
            Field.NotNegative("dampening", "How much less of the gradient a momentum takes."),
            Field.Flag("nesterov", "Whether the gradient is taken after the momentum's step.", false),
            Field.NotNegative("weightDecay", "The factor of an L2 penalty.")),
        new("adam", "Adam: steps scaled by the moments of the gradient.",
            (d, model) => new Adam(model, d.Real("learningRate"), d.Real("beta1"), d.Real("beta2"), d.Real("epsilon"), d.Real("weightDecay")),
            Moments(weightDecay: 0)),
        new("adamW", "Adam with decoupled weight decay.",
            (d, model) => new AdamW(model, d.Real("learningRate"), d.Real("beta1"), d.Real("beta2"), d.Real("epsilon"), d.Real("weightDecay")),
            Moments(weightDecay: 0.01)));

    static Field[] Moments(double weightDecay) =>
    [
        Field.NotNegative("learningRate", "The step size.", 1e-3),
        Field.Fraction("beta1", "The decay of the first moment.", 0.9),
        Field.Fraction("beta2", "The decay of the second moment.", 0.999),
        Field.NotNegative("epsilon", "What keeps the divisor from 0.", 1e-8),
        Field.NotNegative("weightDecay", "The weight decay.", weightDecay),
    ];
}
