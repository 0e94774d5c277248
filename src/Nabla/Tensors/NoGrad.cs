namespace Nabla;

/// <summary>A scope in which operations record no graph: <c>using (new NoGrad()) { … }</c>.</summary>
/// <remarks>Belongs to the thread that opened it; being a ref struct, it cannot be held across an <c>await</c>. Scopes nest.</remarks>
public ref struct NoGrad
{
    [ThreadStatic]
    static int depth;

    int outer;
    bool open;

    /// <summary>Stops recording on this thread until disposed.</summary>
    public NoGrad()
    {
        open = true;
        outer = depth++;
    }

    /// <summary>Whether operations on this thread record the graph.</summary>
    public static bool IsRecording => depth == 0;

    /// <summary>Resumes recording, unless an outer scope forbids it.</summary>
    public void Dispose()
    {
        if (!open) return;
        open = false;
        depth = outer;
    }

    /// <summary>Records again, whatever scopes are open, until disposed.</summary>
    internal static NoGrad Resume()
    {
        var scope = new NoGrad();
        depth = 0;
        return scope;
    }
}
