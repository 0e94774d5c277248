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
        foreach (Described layer in description.Layers)
        {
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
                ? $"{description.Loss.Kind} compares classes, but the answers of {description.Data} are numbers. Try mse."
                : $"{description.Loss.Kind} compares numbers, but the answers of {description.Data} are classes. Try crossEntropy.");
        }
        int expected = Math.Max(1, classCount);
        if (output.Rank != 2 || output[1] != expected)
            throw description.Layers[^1].Json.Wrong(string.Create(CultureInfo.InvariantCulture, $"the last layer gives {output}, but {description.Data} needs [N, {expected}]{(classes ? ", a number for each class" : "")}."));
    }
}
