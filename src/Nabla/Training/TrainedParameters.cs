using Nabla.Autodiff;
using Nabla.Layers;
using Nabla.Optimizers;

namespace Nabla.Training;

/// <summary>Finds parameters that a model computes with and that nobody trains.</summary>
internal static class TrainedParameters
{
    /// <summary>Looks at the leaves of an output's graph, which was recorded while layers were traced.</summary>
    /// <exception cref="UntrainedParameterException">One is no parameter of the model and none of the optimizer's.</exception>
    public static void Check(Module model, Optimizer optimizer, Tensor output)
    {
        if (output.Node is not { } root) return;
        HashSet<Tensor> known = new([.. model.Parameters(), .. optimizer.Parameters], ReferenceEqualityComparer.Instance);
        HashSet<Module> layers = new(model.NamedModules().Select(m => m.Value), ReferenceEqualityComparer.Instance);
        foreach (Node node in Walk.Order(root))
            for (int i = 0; i < node.InputCount; i++)
                if (node.Input(i) is Leaf { Parameter: Parameter parameter } && !known.Contains(parameter))
                    throw new UntrainedParameterException(parameter, User(node.Layer as LayerCall, layers) ?? model.ToString());
    }

    /// <summary>The innermost layer of the model around a call.</summary>
    static string? User(LayerCall? call, HashSet<Module> layers)
    {
        for (; call is not null; call = call.Outer)
            if (layers.Contains(call.Layer)) return call.ToString();
        return null;
    }
}
