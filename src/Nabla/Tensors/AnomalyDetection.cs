namespace Nabla;

/// <summary>A scope in which the first NaN or infinity is an error that names where it arose: <c>using var detection = new AnomalyDetection();</c>.</summary>
/// <remarks>
/// <para>
/// <b>Forward</b>, the result of every operation is looked at, recorded or not. A NaN is always an error. An infinity is one where no input
/// of the operation was infinite: one that goes in may come out, so a mask of −∞ (<c>MaskedFill(mask, double.NegativeInfinity)</c>, a constant) passes,
/// log 0 does not, and a row of −∞ alone, whose softmax is NaN, does not. Where an infinity is made on purpose, say by <c>mask.Log()</c>,
/// put that line into <see cref="Suspend"/>.
/// </para>
/// <para>
/// <b>Backward</b>, every gradient along an edge is looked at, and every sum of them; NaN and infinity are errors alike, unless the gradient that came
/// from above was infinite itself. A vertex remembers in which layer it was made if the scope was open then.
/// </para>
/// <para>An operation is one step whatever it consists of: what its own formula masks is no anomaly. Views and whole numbers are not looked at.</para>
/// <para>
/// Belongs to the thread that opened it; being a ref struct, it cannot be held across an <c>await</c>. Scopes nest. An open scope reads every result once
/// more, which about doubles the time of elementwise work; without one, an operation pays one read of a static field.
/// </para>
/// </remarks>
public ref struct AnomalyDetection
{
    readonly Detection outer;
    ThreadWatch? watch;

    /// <summary>Looks for numbers that are not finite on this thread until disposed.</summary>
    public AnomalyDetection() : this(Detection.Forward)
    {
    }

    AnomalyDetection(Detection detection)
    {
        watch = ThreadWatch.Open();
        outer = watch.Detection;
        watch.Detection = detection;
    }

    /// <summary>Whether numbers that are not finite are looked for on this thread.</summary>
    public static bool IsOn => ThreadWatch.Current is { Detection: not Detection.Off };

    /// <summary>Looks for none until disposed, whatever scopes are open: for infinities that are made on purpose.</summary>
    /// <returns>The scope: <c>using (AnomalyDetection.Suspend()) …</c>.</returns>
    public static AnomalyDetection Suspend() => new(Detection.Off);

    /// <summary>Looks for what was looked for before.</summary>
    public void Dispose()
    {
        if (watch is null) return;
        watch.Detection = outer;
        watch.Close();
        watch = null;
    }
}
