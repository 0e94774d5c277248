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
        new Kind<LossUse>("mse", "The mean squared error of numbers.", new LossUse(false, Loss.Mse)));
}
