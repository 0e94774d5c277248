namespace Nabla.Layers;

/// <summary>The parameters of one layer and direction of a recurrent network.</summary>
/// <param name="Input">W_ih, <c>[gates·hiddenSize, inputs]</c>; inputs is the size of what reaches the layer.</param>
/// <param name="Hidden">W_hh, <c>[gates·hiddenSize, outputSize]</c>.</param>
/// <param name="InputBias">b_ih, <c>[gates·hiddenSize]</c>, or null.</param>
/// <param name="HiddenBias">b_hh, <c>[gates·hiddenSize]</c>, or null.</param>
/// <param name="Projection">W_hr, <c>[projSize, hiddenSize]</c>, or null.</param>
public sealed record RecurrentWeights(Parameter Input, Parameter Hidden, Parameter? InputBias, Parameter? HiddenBias, Parameter? Projection = null);
