namespace Nabla.Backends;

/// <summary>What an attention computes with; leading axes are broadcast already (by strides), types are one.</summary>
/// <param name="Query"><c>[…, T, D]</c>.</param>
/// <param name="Key"><c>[…, S, D]</c>.</param>
/// <param name="Value"><c>[…, S, Dv]</c>.</param>
/// <param name="Mask">What is added to the scores, <c>[…, T, S]</c> with rows side by side in memory, or null.</param>
/// <param name="Factors">What the weights are multiplied by, <c>[…, T, S]</c> with rows side by side in memory, or null.</param>
/// <param name="Scale">What the products are multiplied by.</param>
/// <param name="Causal">Whether query i sees the keys up to i + S − T alone.</param>
internal readonly record struct AttentionOperands(Sequences Query, Sequences Key, Sequences Value, Tensor? Mask, Tensor? Factors, double Scale, bool Causal);
