using Nabla.Layers;

namespace Nabla.Training;

/// <summary>Which layers of a model were in training mode, to be restored.</summary>
internal sealed class LayerModes(Module model)
{
    readonly (Module Layer, bool IsTraining)[] modes = [.. model.NamedModules().Select(m => (m.Value, m.Value.IsTraining))];

    /// <summary>Whether any layer was in training mode.</summary>
    public bool AnyTraining => Array.Exists(modes, m => m.IsTraining);

    /// <summary>Puts each layer back into its mode.</summary>
    public void Restore()
    {
        foreach ((Module layer, bool isTraining) in modes) layer.IsTraining = isTraining;
    }
}
