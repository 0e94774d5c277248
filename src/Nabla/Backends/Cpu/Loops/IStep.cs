using Nabla.Numbers;

namespace Nabla.Backends.Cpu;

/// <summary>What a loop does at one place: up to five inputs there, one result to store or add.</summary>
/// <typeparam name="T">The element.</typeparam>
internal interface IStep<T> where T : unmanaged
{
    /// <summary>How many of a, b, c, d, e are read, in that order.</summary>
    static abstract int Inputs { get; }

    /// <summary>The result for the elements from index <paramref name="i"/> on.</summary>
    static abstract V At<V>(ref T a, ref T b, ref T c, ref T d, ref T e, nint i) where V : struct, ILane<V, T>;
}
