namespace Nabla.Schedules;

/// <summary>How the height of a <see cref="Cyclic"/> schedule's cycles changes.</summary>
public enum CycleShape
{
    /// <summary>All cycles are equally high.</summary>
    Triangular,

    /// <summary>Each cycle is half as high as the one before.</summary>
    Triangular2,

    /// <summary>The height is multiplied by a factor each step.</summary>
    ExponentialRange,
}
