namespace Nabla.Layers;

/// <summary>A scope in which vertices remember the call of the layer that made them.</summary>
internal ref struct LayerTrace
{
    readonly Action<object, Tensor, Tensor>? outer;
    ThreadWatch? watch;

    /// <summary>Traces this thread until disposed.</summary>
    /// <param name="called">Told of every call that came to its end, or null.</param>
    public LayerTrace(Action<LayerCall, Tensor, Tensor>? called)
    {
        watch = ThreadWatch.Open();
        outer = watch.Called;
        if (called is not null) watch.Called = (call, x, y) => called((LayerCall)call, x, y);
    }

    public void Dispose()
    {
        if (watch is null) return;
        watch.Called = outer;
        watch.Close();
        watch = null;
    }
}
