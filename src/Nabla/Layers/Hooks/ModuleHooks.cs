namespace Nabla.Layers;

/// <summary>The functions that watch one layer.</summary>
internal sealed class ModuleHooks
{
    public HookList<Func<Module, Tensor, Tensor?>> Inputs { get; } = new();

    public HookList<Func<Module, Tensor, Tensor, Tensor?>> Outputs { get; } = new();

    public HookList<Func<Module, Tensor?, Tensor, Tensor?>> Gradients { get; } = new();

    /// <summary>The input that the layer goes on with.</summary>
    public Tensor Before(Module layer, Tensor x)
    {
        foreach (var entry in Inputs.Entries) x = entry.Hook(layer, x) ?? x;
        return x;
    }

    /// <summary>The output that the layer gives.</summary>
    public Tensor After(Module layer, Tensor x, Tensor y)
    {
        foreach (var entry in Outputs.Entries) y = entry.Hook(layer, x, y) ?? y;
        return y;
    }
}
