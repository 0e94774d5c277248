using System.Collections.Concurrent;
using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>Brings the gradients at one call's output and input together for the functions that watch a layer.</summary>
/// <remarks>Both stand behind vertices of their own, so that other uses of the same tensors do not mix in.</remarks>
internal sealed class GradientRelay(Module layer, HookList<Func<Module, Tensor?, Tensor, Tensor?>> hooks)
{
    /// <summary>The gradients at the output, by the thread whose walk is between output and input.</summary>
    readonly ConcurrentDictionary<int, Tensor> arrived = new();
    bool watchesInput;

    /// <summary>The input, watched where it requires a gradient.</summary>
    public Tensor Input(Tensor x)
    {
        watchesInput = x.RequiresGrad;
        return watchesInput ? Watched(x, dx => arrived.TryRemove(Environment.CurrentManagedThreadId, out Tensor? dy) ? Told(dx, dy)! : dx) : x;
    }

    /// <summary>The output, watched where it requires a gradient.</summary>
    public Tensor Output(Tensor y) => !y.RequiresGrad ? y : Watched(y, dy =>
    {
        if (watchesInput) arrived[Environment.CurrentManagedThreadId] = dy;
        else _ = Told(null, dy);
        return dy;
    });

    static Tensor Watched(Tensor x, Func<Tensor, Tensor> hook)
    {
        Tensor same = new Reshape(x.Shape).Of(x); // a vertex of its own for the same value
        same.Node!.Hooks += hook;
        return same;
    }

    Tensor? Told(Tensor? dx, Tensor dy)
    {
        try
        {
            foreach (var entry in hooks.Entries) dx = entry.Hook(layer, dx, dy) ?? dx;
            return dx;
        }
        catch (Exception e) when (layer.Locate(e))
        {
            throw;
        }
    }
}
