using Nabla.Losses;

namespace Nabla.Cli.Descriptions;

/// <summary>How a loss is applied.</summary>
/// <param name="TakesClasses">Whether targets are classes; numbers otherwise.</param>
/// <param name="Apply">Output and target to a scalar.</param>
internal sealed record LossUse(bool TakesClasses, Func<Tensor, Tensor, Tensor> Apply);

/// <summary>The losses that a file can name.</summary>
internal static class LossKinds
{
    public static Kinds<LossUse> All { get; } = new("loss",
        new("crossEntropy", "Cross-entropy of classes, from logits.", new LossUse(true, Loss.CrossEntropy)),
        new("multiclassHinge", "The sum of the margins that wrong classes violate.", new LossUse(true, Loss.MulticlassHinge)),
        new("multiMargin", "The margins that wrong classes violate, divided by the number of classes.", new LossUse(true, Loss.MultiMargin)),
        new("l1", "The mean absolute error of numbers.", new LossUse(false, Loss.L1)),
        new("smoothL1", "Quadratic below an error of 1, linear above.", new LossUse(false, Loss.SmoothL1)),
        new("huber", "Quadratic below an error of 1, linear above; SmoothL1 with another scale.", new LossUse(false, Loss.Huber)),
        new Kind<LossUse>("mse", "The mean squared error of numbers.", new LossUse(false, Loss.Mse)));
}
