namespace Nabla.Schedules;

/// <summary>The way from one value to another.</summary>
public enum Annealing
{
    /// <summary>Along half a cosine: slow at both ends.</summary>
    Cosine,

    /// <summary>Along a straight line.</summary>
    Linear,
}

/// <summary>Values on the way.</summary>
internal static class AnnealingExtensions
{
    /// <summary>The value at a part of the way, 0 at the start and 1 at the end.</summary>
    public static double Between(this Annealing annealing, double start, double end, double part) =>
        start + (end - start) * (annealing == Annealing.Cosine ? (1 - Math.Cos(Math.PI * part)) / 2 : part);

    public static Annealing Checked(this Annealing annealing, string schedule) => Enum.IsDefined(annealing)
        ? annealing
        : throw new ArgumentOutOfRangeException(nameof(annealing), annealing, $"{schedule}: cannot anneal by {annealing:D}: it is Cosine or Linear.");
}
