namespace Nabla;

/// <summary>Remembers the value of every vertex recorded on this thread while it is open: <c>using (new ValueRecording()) { … }</c>.</summary>
/// <remarks>
/// Graphs keep a value only where a derivative needs it. To show all of them, as <c>Explain.Backward</c> does, compute inside a
/// recording, and explain before it is disposed. Recordings nest; the inner one alone remembers. Everything computed stays in memory
/// until then. Belongs to the thread that opened it; being a ref struct, it cannot be held across an <c>await</c>.
/// </remarks>
public ref struct ValueRecording
{
    // How many are open, over all threads: while none is, an operation asks no more than that.
    static int recordings;

    [ThreadStatic]
    static Dictionary<Node, Tensor>? current;

    readonly Dictionary<Node, Tensor>? outer;
    bool open;

    /// <summary>Remembers from now on until disposed.</summary>
    public ValueRecording()
    {
        Interlocked.Increment(ref recordings);
        outer = current;
        current = new Dictionary<Node, Tensor>(ReferenceEqualityComparer.Instance);
        open = true;
    }

    /// <summary>The value of a vertex recorded while a recording is open on this thread; null otherwise.</summary>
    internal static Tensor? Of(Node node) => current?.GetValueOrDefault(node);

    internal static void Note(Node node, Tensor value)
    {
        if (recordings == 0 || current is null) return;
        value.Want();
        current[node] = value;
    }

    /// <summary>Forgets, and goes on with the outer recording.</summary>
    public void Dispose()
    {
        if (!open) return;
        open = false;
        current = outer;
        Interlocked.Decrement(ref recordings);
    }
}
