using Nabla.Operations;

namespace Nabla;

/// <summary>Memory order by hand.</summary>
public static class ContiguousExtensions
{
    extension(Tensor x)
    {
        /// <summary>The same elements side by side in row-major order.</summary>
        /// <returns>The tensor itself where it is contiguous, else a copy.</returns>
        public Tensor Contiguous() => x.IsContiguous ? x : new Operations.Copy().Of(x);

        /// <summary>A copy of its own, which shares memory with nothing.</summary>
        public Tensor Clone() => new Operations.Copy().Of(x);

        /// <summary>The same value as a constant: no gradient passes.</summary>
        /// <returns>A view without a graph.</returns>
        public Tensor Detach() => x.Same();
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        yield return new("Contiguous", x => x[0].Contiguous(), Sample.Point(random, [2, 3]).Transpose());
        yield return new("Contiguous", x => x[0].Contiguous(), Sample.Point(random, [2, 3]));
        yield return new("Clone", x => x[0].Clone(), Sample.Point(random, [2, 3]));
        yield return new("Clone", x => x[0].Clone(), Sample.Point(random, [4])[TensorIndex.Every(.., -2)]);
    }
}
