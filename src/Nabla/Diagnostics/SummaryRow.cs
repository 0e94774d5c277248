namespace Nabla.Diagnostics;

/// <summary>A layer of a <see cref="Summary"/>.</summary>
/// <param name="Path">Where the layer stands: <c>2</c>.</param>
/// <param name="Kind">Its class: <c>Linear</c>.</param>
/// <param name="Output">The shape of what it gives.</param>
/// <param name="Parameters">The numbers it trains.</param>
/// <param name="MultiplyAdds">Its multiplications followed by additions.</param>
public sealed record SummaryRow(string Path, string Kind, Shape Output, long Parameters, long MultiplyAdds);
