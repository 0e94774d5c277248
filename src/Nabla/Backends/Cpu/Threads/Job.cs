using System.Runtime.ExceptionServices;

namespace Nabla.Backends.Cpu;

/// <summary>What the workers see of a running body: a call, and the first error.</summary>
internal abstract class Job
{
    readonly Lock gate = new();
    ExceptionDispatchInfo? error;
    int errorPart;
    volatile bool failed;

    /// <summary>Whether a part has thrown; parts that have not begun are then skipped.</summary>
    public bool Failed => failed;

    /// <summary>Does one part.</summary>
    public abstract void Run(int part);

    /// <summary>Keeps the error of the lowest part that failed.</summary>
    public void Fail(int part, Exception exception)
    {
        lock (gate)
        {
            if (error is null || part < errorPart)
            {
                error = ExceptionDispatchInfo.Capture(exception);
                errorPart = part;
            }
            failed = true;
        }
    }

    /// <summary>Forgets the error and hands it over.</summary>
    public ExceptionDispatchInfo? TakeError()
    {
        if (!failed) return null;
        ExceptionDispatchInfo? taken = error;
        error = null;
        failed = false;
        return taken;
    }
}

/// <summary>The one job object of a body type. Whoever holds the fork-join may use it, so no call allocates.</summary>
internal sealed class Job<TBody> : Job
    where TBody : struct, IParts
{
    public static readonly Job<TBody> Instance = new();

    /// <summary>The running body; cleared afterwards, so that its arrays are not kept alive.</summary>
    public TBody Body;

    public override void Run(int part) => Body.Run(part);
}
