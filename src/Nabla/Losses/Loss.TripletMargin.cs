using Nabla.Operations;

namespace Nabla.Losses;

/// <summary>The loss of triplets.</summary>
public static partial class Loss
{
    /// <summary>max(0, d(anchor, positive) − d(anchor, negative) + margin) of each triplet, reduced.</summary>
    /// <param name="anchor">Vectors, <c>[…, features]</c>.</param>
    /// <param name="positive">Vectors of the same shape that belong to the anchors.</param>
    /// <param name="negative">Vectors of the same shape that do not.</param>
    /// <param name="reduction">Mean (the default) or sum over the triplets, or none.</param>
    /// <param name="margin">By how much what does not belong shall be farther away; 1 by default.</param>
    /// <param name="p">The order of the distance's norm; 2 by default.</param>
    /// <param name="epsilon">ε, what is added to each difference; 1e-6 by default.</param>
    /// <param name="swap">Whether d(positive, negative) counts where it is smaller than d(anchor, negative); no by default.</param>
    /// <returns>A scalar, or for <see cref="Reduction.None"/> <c>[…]</c>.</returns>
    /// <exception cref="ShapeException">The shapes differ, or there is no axis of features.</exception>
    /// <remarks>d(a, b) = ‖a − b + ε‖ₚ. V. Balntas and others, "Learning local feature descriptors with triplets", 2016.</remarks>
    public static Tensor TripletMargin(
        Tensor anchor, Tensor positive, Tensor negative, Reduction reduction = Reduction.Mean, double margin = 1, double p = 2, double epsilon = 1e-6, bool swap = false)
    {
        _ = SameShape(nameof(TripletMargin), anchor, positive);
        if (SameShape(nameof(TripletMargin), anchor, negative).Rank == 0)
            throw new ShapeException($"TripletMargin: cannot use {anchor.Shape}: […, features] is expected.", anchor.Shape);
        Tensor Distance(Tensor a, Tensor b) => (a - b + epsilon).Norm(p, -1);
        Tensor far = Distance(anchor, negative);
        if (swap) far = far.Minimum(Distance(positive, negative));
        return reduction.Of((Distance(anchor, positive) - far + margin).Relu());
    }

    static IEnumerable<Sample> TripletMarginSamples(RandomStream random)
    {
        Tensor Draw() => random.Uniform([2, 3], -0.3, 0.3, DType.Float64);
        return from reduction in Enum.GetValues<Reduction>()
               select new Sample($"Loss.{nameof(TripletMargin)}", x => TripletMargin(x[0], x[1], x[2], reduction, 2, swap: reduction == Reduction.Sum), Draw(), Draw() + 1.0, Draw() + 3.0);
    }
}
