using Nabla.Cli.Descriptions;
using Nabla.Data;
using Nabla.Layers;
using Nabla.Optimizers;
using Nabla.Training;

namespace Nabla.Cli.Runs;

/// <summary>Makes the trainer that a description asks for.</summary>
internal static class RunTrainer
{
    /// <summary>The trainer of a model, counting the answers as the data gives them: classes, numbers or the places of sequences.</summary>
    public static Trainer Create(RunDescription description, Module model, Optimizer optimizer) => description.IsText
        ? new Trainer(model, optimizer, LossUse.Of(description)) { ClassAxis = -1, IgnoreIndex = LineDataset.IgnoreIndex }
        : new Trainer(model, optimizer, LossUse.Of(description));
}
