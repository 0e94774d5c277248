using Nabla.Data;
using Nabla.Losses;

namespace Nabla.Cli.Descriptions;

/// <summary>How a loss is applied.</summary>
/// <param name="TakesClasses">Whether targets are classes; numbers otherwise.</param>
/// <param name="Apply">Output and target to a scalar.</param>
/// <param name="ApplySequences">The same for sequences <c>[N, T, classes]</c>; null if there is no such thing.</param>
internal sealed record LossUse(bool TakesClasses, Func<Tensor, Tensor, Tensor> Apply, Func<Tensor, Tensor, Tensor>? ApplySequences = null)
{
    /// <summary>How a description's loss is applied to what its model gives.</summary>
    public static Func<Tensor, Tensor, Tensor> Of(RunDescription description)
    {
        LossUse use = LossKinds.All.Create(description.Loss);
        return !description.IsText ? use.Apply
            : use.ApplySequences ?? throw description.Loss.Json.Wrong($"{description.Loss.Kind} is not for sequences. Try crossEntropy.");
    }
}

/// <summary>The losses that a file can name.</summary>
internal static class LossKinds
{
    public static Kinds<LossUse> All { get; } = new("loss",
        new("crossEntropy", "Cross-entropy of classes, from logits.", new LossUse(true, Loss.CrossEntropy,
            (output, target) => Loss.SequenceCrossEntropy(output, target, Reduction.Mean, LineDataset.IgnoreIndex))),
        new("multiclassHinge", "The sum of the margins that wrong classes violate.", new LossUse(true, Loss.MulticlassHinge)),
        new("multiMargin", "The margins that wrong classes violate, divided by the number of classes.", new LossUse(true, Loss.MultiMargin)),
        new("l1", "The mean absolute error of numbers.", new LossUse(false, Loss.L1)),
        new("smoothL1", "Quadratic below an error of 1, linear above.", new LossUse(false, Loss.SmoothL1)),
        new("huber", "Quadratic below an error of 1, linear above; SmoothL1 with another scale.", new LossUse(false, Loss.Huber)),
        new Kind<LossUse>("mse", "The mean squared error of numbers.", new LossUse(false, Loss.Mse)));
}
