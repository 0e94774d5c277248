namespace Nabla.Layers;

/// <summary>Random masks.</summary>
internal static class MaskExtensions
{
    extension(RandomStream random)
    {
        /// <summary>0 with a probability, else 1.</summary>
        public Tensor Kept(Shape shape, DType type, double p) => (random.Uniform(shape, type: type) >= p).Cast(type);
    }
}
