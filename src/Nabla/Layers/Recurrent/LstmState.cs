namespace Nabla.Layers;

/// <summary>The state of a long short-term memory: what it gives, and what it remembers.</summary>
/// <param name="Hidden">h. Of an <see cref="Lstm"/>: <c>[numLayers·directions, N, outputSize]</c>; of an <see cref="LstmCell"/>: <c>[N, hiddenSize]</c>; without N for one sequence.</param>
/// <param name="Cell">c. Of an <see cref="Lstm"/>: <c>[numLayers·directions, N, hiddenSize]</c>; of an <see cref="LstmCell"/>: <c>[N, hiddenSize]</c>; without N for one sequence.</param>
public sealed record LstmState(Tensor Hidden, Tensor Cell);
