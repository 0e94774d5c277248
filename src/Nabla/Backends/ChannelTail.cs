namespace Nabla.Backends;

/// <summary>What is done to standardised channels before they are written: max(y, 0) where rectified, then the largest element of each window where pooled.</summary>
/// <param name="Epsilon">What is added to the variance.</param>
/// <param name="Rectified">Whether negative values become 0.</param>
/// <param name="Pooling">The windows, or null.</param>
internal readonly record struct ChannelTail(double Epsilon, bool Rectified, ConvolutionGeometry? Pooling);
