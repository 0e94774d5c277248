using System.Globalization;
using Nabla.Cli.Descriptions;
using Nabla.Layers;

namespace Nabla.Cli.Runs;

/// <summary>Makes the model that a description describes.</summary>
internal static class RunModel
{
    /// <summary>The model for inputs of a shape, checked against what the answers are.</summary>
    /// <param name="description">The description.</param>
    /// <param name="itemShape">The shape of one input, without the batch axis.</param>
    /// <param name="classCount">How many classes there are; 0 where answers are numbers.</param>
    public static Sequential Create(RunDescription description, IReadOnlyList<int> itemShape, int classCount)
    {
        var model = new Sequential { Seed = (ulong)description.Seed };
        Shape shape = new([1, .. itemShape]);
        foreach (Described described in description.Layers)
        {
            Described layer = described.ForClasses(Math.Max(1, classCount));
            try
            {
                Module module = LayerKinds.All.Create(layer)(layer, shape);
                model.Add(module);
                shape = module.OutputShape(shape);
            }
            catch (NablaException e)
            {
                throw layer.Json.Wrong(e.Message);
            }
        }
        Check(description, shape, classCount);
        return model;
    }

    static void Check(RunDescription description, in Shape output, int classCount)
    {
        bool classes = LossKinds.All.Create(description.Loss).TakesClasses;
        if (classes != classCount > 0)
        {
            throw description.Loss.Json.Wrong(classes
                ? $"{description.Loss.Kind} compares classes, but the answers of {description.DataName} are numbers. Try mse."
                : $"{description.Loss.Kind} compares numbers, but the answers of {description.DataName} are classes. Try crossEntropy.");
        }
        _ = LossUse.Of(description);
        int expected = Math.Max(1, classCount);
        if (output.Rank == (description.IsText ? 3 : 2) && output[^1] == expected) return;
        string needed = description.IsText ? $"[N, T, {expected}], a number for each character" : $"[N, {expected}]{(classes ? ", a number for each class" : "")}";
        throw description.Layers[^1].Json.Wrong(string.Create(CultureInfo.InvariantCulture, $"the last layer gives {output}, but {description.DataName} needs {needed}."));
    }
}
