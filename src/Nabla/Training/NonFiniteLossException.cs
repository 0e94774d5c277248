namespace Nabla.Training;

/// <summary>A loss became infinite or not a number: training stopped before the step changed the parameters.</summary>
public sealed class NonFiniteLossException : NablaException
{
    /// <summary>An error of a step.</summary>
    /// <param name="epoch">The epoch, from 1, counting those trained before.</param>
    /// <param name="step">The step of the epoch, from 1.</param>
    /// <param name="value">The loss.</param>
    public NonFiniteLossException(int epoch, int step, double value) : base(
        string.Create(System.Globalization.CultureInfo.InvariantCulture,
            $"Trainer: cannot go on in epoch {epoch}, step {step}: the loss is {value}. Try a smaller learning rate, and look for such values in the data.")) =>
        (Epoch, Step, Value) = (epoch, step, value);

    /// <summary>An error of a step whose origin was found.</summary>
    /// <param name="epoch">The epoch, from 1, counting those trained before.</param>
    /// <param name="step">The step of the epoch, from 1.</param>
    /// <param name="origin">Where the first number that is not finite arose.</param>
    public NonFiniteLossException(int epoch, int step, AnomalyException origin) : base(
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"Trainer: cannot go on in epoch {epoch}, step {step}: {origin.Message}"), origin) =>
        (Epoch, Step, Value, Origin) = (epoch, step, origin.Value, origin);

    /// <summary>Where the first number that is not finite arose, if that was looked for.</summary>
    public AnomalyException? Origin { get; }

    /// <summary>The epoch, from 1, counting those trained before.</summary>
    public int Epoch { get; }

    /// <summary>The step of the epoch, from 1.</summary>
    public int Step { get; }

    /// <summary>The loss; where <see cref="Origin"/> is known, the value there.</summary>
    public double Value { get; }
}
