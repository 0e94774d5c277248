namespace Nabla;

/// <summary>What this thread's computing is watched for: the layer under way, numbers that are not finite, changes in place.</summary>
/// <remarks>In ordinary use nothing watches on any thread; then <see cref="Current"/> is one read of a static field.</remarks>
internal sealed class ThreadWatch
{
    /// <summary>How many scopes are open, over all threads. A thread sees at least its own.</summary>
    static int open;

    [ThreadStatic]
    static ThreadWatch? current;

    int scopes;

    /// <summary>What watches this thread, or null.</summary>
    public static ThreadWatch? Current => open == 0 ? null : current;

    /// <summary>Which results are looked at for numbers that are not finite.</summary>
    public Detection Detection { get; set; }

    /// <summary>The call of a layer that is under way; its text is the layer's path and kind.</summary>
    public object? Call { get; set; }

    /// <summary>Told of every call of a layer that came to its end: the call, its input, its output.</summary>
    public Action<object, Tensor, Tensor>? Called { get; set; }

    /// <summary>What notes changes in place and vertices, so that a computation can be done again.</summary>
    public Replay? Replay { get; set; }

    /// <summary>Begins to watch this thread.</summary>
    public static ThreadWatch Open()
    {
        Interlocked.Increment(ref open);
        ThreadWatch watch = current ??= new ThreadWatch();
        watch.scopes++;
        return watch;
    }

    /// <summary>Undoes one <see cref="Open"/>.</summary>
    public void Close()
    {
        if (--scopes == 0) current = null;
        Interlocked.Decrement(ref open);
    }
}

/// <summary>Which results are looked at for numbers that are not finite.</summary>
internal enum Detection
{
    /// <summary>None.</summary>
    Off,

    /// <summary>Those of operations.</summary>
    Forward,

    /// <summary>Gradients: a backward walk is under way.</summary>
    Backward,
}
