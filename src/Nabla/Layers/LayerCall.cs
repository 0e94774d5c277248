namespace Nabla.Layers;

/// <summary>One application of a layer, while layers are traced.</summary>
internal sealed class LayerCall(Module layer, LayerCall? outer)
{
    public Module Layer => layer;

    /// <summary>The application within whose formula this one is.</summary>
    public LayerCall? Outer => outer;

    /// <summary>Whether this is another application or lies within it.</summary>
    public bool IsWithin(LayerCall other)
    {
        for (LayerCall? call = this; call is not null; call = call.Outer)
            if (ReferenceEquals(call, other)) return true;
        return false;
    }

    /// <summary>The layer's path and kind.</summary>
    public override string ToString() => layer.ToString();
}
