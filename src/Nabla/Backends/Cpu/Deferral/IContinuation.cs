namespace Nabla.Backends.Cpu;

/// <summary>What is done with the elements of a result, stretch by stretch, as soon as they are there.</summary>
internal interface IContinuation
{
    /// <summary>Goes over a stretch of elements; several threads may be about others at the same time.</summary>
    /// <param name="first">The first one, in row-major order.</param>
    /// <param name="count">How many there are, ≥ 1.</param>
    void Over(int first, int count);

    /// <summary>Goes over all elements, on all threads.</summary>
    void OverAll();
}
