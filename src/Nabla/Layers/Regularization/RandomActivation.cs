using static System.FormattableString;

namespace Nabla.Layers;

/// <summary>A layer that draws random numbers while it trains.</summary>
/// <remarks>
/// The numbers follow from the root's seed, the layer's path and the number of calls so far, which is a buffer, so that a
/// saved training goes on with the numbers it would have drawn.
/// </remarks>
public abstract class RandomActivation : Activation
{
    /// <summary>The buffer that counts the calls; files of other libraries have none.</summary>
    internal const string Calls = "calls";

    readonly Tensor calls;

    private protected RandomActivation() => calls = AddBuffer(Calls, Tensor.Scalar(0, DType.Int64));

    /// <summary>The stream of this call, and the next one's for the next.</summary>
    private protected RandomStream Next(string name)
    {
        long call = (long)calls.Item();
        SetBuffer(Calls, Tensor.Scalar(call + 1, DType.Int64));
        RandomStream stream = Random(name);
        stream.Position = (ulong)call << 32; // a call takes fewer than 2³² blocks
        return stream;
    }

    private protected static double Probability(string layer, double p) => p is >= 0 and <= 1
        ? p
        : throw new ArgumentOutOfRangeException(nameof(p), p, Invariant($"{layer}: cannot drop with probability {p}: it is between 0 and 1."));
}
