using Nabla.Initializers;
using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>One step of a recurrent network: an input and the state before give the next state.</summary>
/// <remarks>First values as in PyTorch: all uniform in ±1/√hiddenSize. Parameters are named <c>weight_ih</c>, <c>weight_hh</c>, <c>bias_ih</c> and <c>bias_hh</c>.</remarks>
public abstract class RecurrentCell : Module
{
    private protected RecurrentCell(int gates, int inputSize, int hiddenSize, bool bias)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hiddenSize, 1);
        (InputSize, HiddenSize) = (inputSize, hiddenSize);
        double bound = 1 / Math.Sqrt(hiddenSize);
        var uniform = new Uniform(-bound, bound);
        Weights = new(
            AddParameter("weight_ih", [gates * hiddenSize, inputSize], uniform),
            AddParameter("weight_hh", [gates * hiddenSize, hiddenSize], uniform),
            bias ? AddParameter("bias_ih", [gates * hiddenSize], uniform) : null,
            bias ? AddParameter("bias_hh", [gates * hiddenSize], uniform) : null);
    }

    /// <summary>The size of the input's last axis.</summary>
    public int InputSize { get; }

    /// <summary>The size of the state.</summary>
    public int HiddenSize { get; }

    /// <summary>The parameters.</summary>
    public RecurrentWeights Weights { get; }

    /// <inheritdoc/>
    public sealed override Shape OutputShape(Shape input)
    {
        if (input.Rank is not (1 or 2))
            throw new ShapeException($"{GetType().Name}: cannot take {input}: it has {input.Rank} axes, expected 2, [N, features], or 1 for one input.", input);
        if (input[^1] != InputSize)
            throw new ShapeException($"{GetType().Name}: cannot take {input}: the last axis has {input[^1]} features, {InputSize} are expected.", input);
        return input.With(-1, HiddenSize);
    }

    /// <inheritdoc/>
    public sealed override long MultiplyAdds(Shape input) => OutputShape(input).ElementCount / HiddenSize * (Weights.Input.ElementCount + Weights.Hidden.ElementCount);

    /// <summary>The step, from sums <c>[1, N, gates·hiddenSize]</c>.</summary>
    private protected abstract RecurrentStates Run(Tensor sums, Tensor weight, Tensor hidden, Tensor? memory, Tensor? bias);

    /// <summary>The step, with this layer's path in front of what goes wrong.</summary>
    private protected (Tensor Hidden, Tensor? Memory) Step(Tensor x, Tensor? hidden, Tensor? memory, bool hasMemory)
    {
        try
        {
            return SequenceOfOne(x, hidden, memory, hasMemory);
        }
        catch (NablaException e) when (Locate(e))
        {
            throw;
        }
    }

    (Tensor Hidden, Tensor? Memory) SequenceOfOne(Tensor x, Tensor? hidden, Tensor? memory, bool hasMemory)
    {
        Shape state = OutputShape(x.Shape);
        bool single = x.Rank == 1;
        Tensor sums = x.Linear(Weights.Input, Weights.InputBias);
        RecurrentStates states = Run(
            (single ? sums.Unsqueeze(0) : sums).Unsqueeze(0),
            Weights.Hidden.Cast(sums.DType),
            Rows(hidden, "state"),
            hasMemory ? Rows(memory, "cell state") : null,
            Weights.HiddenBias?.Cast(sums.DType));
        return (Single(states.Hidden), hasMemory ? Single(states.Memory!) : null);

        Tensor Single(Tensor y) => single ? y.Squeeze(0) : y;

        Tensor Rows(Tensor? before, string what)
        {
            before ??= Tensor.Zeros(state, sums.DType);
            if (before.Shape != state) throw new ShapeException($"{GetType().Name}: cannot start from a {what} {before.Shape}: {state} is expected.", before.Shape, state);
            before = before.Cast(sums.DType);
            return single ? before.Unsqueeze(0) : before;
        }
    }
}
