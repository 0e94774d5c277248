using System.Globalization;
using Nabla.Initializers;
using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>A recurrent network: layers above each other, each along the sequence and, if wanted, also against it.</summary>
/// <remarks>
/// <para>
/// Layers and directions are numbered as in PyTorch: number = layer·directions + direction, 0 forward and 1 against time. All first
/// values are uniform in ±1/√hiddenSize. Parameters are named as PyTorch names them, so that its state dictionaries fit:
/// <c>weight_ih_l0</c>, <c>weight_hh_l0</c>, <c>bias_ih_l0</c>, <c>bias_hh_l0</c>, <c>weight_hr_l0</c>, and each with <c>_reverse</c>.
/// </para>
/// <para>
/// <b>Axes.</b> The batch stands in front, <c>[N, T, features]</c>, as for every layer here; PyTorch has <c>[T, N, features]</c> unless told
/// otherwise, which is <c>batchFirst: false</c>. One sequence without a batch is <c>[T, features]</c>. States are <c>[number, N, size]</c> either way.
/// </para>
/// <para>
/// <b>Lengths.</b> Sequences of different lengths are padded at their ends to one length T and given with <c>lengths</c>, <c>[N]</c>, in any order.
/// Then outputs after a sequence's end are 0, the last states are those at each sequence's end, the direction against time starts there,
/// and what numbers the padding holds, if finite, changes nothing: what PyTorch gives for packed sequences.
/// </para>
/// <para>
/// <b>Dropout</b> acts in training between the layers, not after the last. Its masks are those of a <see cref="Layers.Dropout"/> below this layer,
/// named <c>dropout</c>: they follow from the root's seed, the path and the number of calls.
/// </para>
/// </remarks>
public abstract class RecurrentLayer : Module
{
    readonly int gates;
    readonly Dropout? dropout;

    private protected RecurrentLayer(
        int gates, int inputSize, int hiddenSize, int numLayers, bool bias, bool batchFirst, double dropout, bool bidirectional, int projSize = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(inputSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hiddenSize, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(numLayers, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(projSize);
        if (projSize >= hiddenSize)
            throw new ArgumentOutOfRangeException(nameof(projSize), projSize, string.Create(CultureInfo.InvariantCulture, $"{GetType().Name}: cannot project {hiddenSize} numbers on {projSize}: the projection must be smaller than the hidden size."));
        this.gates = gates;
        (InputSize, HiddenSize, NumLayers, IsBatchFirst, IsBidirectional) = (inputSize, hiddenSize, numLayers, batchFirst, bidirectional);
        OutputSize = projSize > 0 ? projSize : hiddenSize;
        double bound = 1 / Math.Sqrt(hiddenSize);
        var uniform = new Uniform(-bound, bound);
        var weights = new RecurrentWeights[numLayers * Directions];
        for (int i = 0; i < weights.Length; i++)
        {
            int layer = i / Directions;
            string suffix = string.Create(CultureInfo.InvariantCulture, $"_l{layer}{(i % Directions == 1 ? "_reverse" : "")}");
            weights[i] = new(
                AddParameter("weight_ih" + suffix, [gates * hiddenSize, InputsOf(layer)], uniform),
                AddParameter("weight_hh" + suffix, [gates * hiddenSize, OutputSize], uniform),
                bias ? AddParameter("bias_ih" + suffix, [gates * hiddenSize], uniform) : null,
                bias ? AddParameter("bias_hh" + suffix, [gates * hiddenSize], uniform) : null,
                projSize > 0 ? AddParameter("weight_hr" + suffix, [projSize, hiddenSize], uniform) : null);
        }
        Weights = weights;
        var dropping = new Dropout(dropout);
        if (dropping.P > 0 && numLayers > 1) this.dropout = AddChild("dropout", dropping);
        Dropout = dropout;
    }

    /// <summary>The size of the input's last axis.</summary>
    public int InputSize { get; }

    /// <summary>H, the size of a gate.</summary>
    public int HiddenSize { get; }

    /// <summary>The size of a direction's output: H, or that of the projection.</summary>
    public int OutputSize { get; }

    /// <summary>How many layers stand above each other.</summary>
    public int NumLayers { get; }

    /// <summary>Whether the batch's axis stands before that of the steps.</summary>
    public bool IsBatchFirst { get; }

    /// <summary>Whether each layer also goes against time.</summary>
    public bool IsBidirectional { get; }

    /// <summary>The probability that, in training, an output of a layer is dropped before the next.</summary>
    public double Dropout { get; }

    /// <summary>The parameters by their number, layer·directions + direction.</summary>
    public IReadOnlyList<RecurrentWeights> Weights { get; }

    int Directions => IsBidirectional ? 2 : 1;

    /// <inheritdoc/>
    public sealed override Shape OutputShape(Shape input) => Fitting(input).With(-1, Directions * OutputSize);

    /// <inheritdoc/>
    public sealed override long MultiplyAdds(Shape input)
    {
        long each = 0;
        for (int layer = 0; layer < NumLayers; layer++)
            each += Directions * ((long)gates * HiddenSize * (InputsOf(layer) + OutputSize) + (Weights[0].Projection?.ElementCount ?? 0));
        return Fitting(input).ElementCount / InputSize * each;
    }

    /// <inheritdoc/>
    /// <remarks>The state after the places so far is kept. A layer that also goes against time, or whose batch does not stand first, cannot.</remarks>
    public sealed override Func<Tensor, Tensor>? BeginSequence(int capacity)
    {
        if (IsBidirectional || !IsBatchFirst) return null;
        Tensor? hidden = null, memory = null;
        return x => Locating(() =>
        {
            (Tensor output, hidden, memory) = Run(x, hidden, memory, HasMemory, null);
            return output;
        });
    }

    /// <summary>Whether there is a cell state beside the hidden one.</summary>
    private protected virtual bool HasMemory => false;

    /// <summary>One layer in one direction.</summary>
    private protected abstract RecurrentStates Run(Tensor sums, RecurrentWeights weights, Tensor hidden, Tensor? memory, long[]? lengths, bool reverse);

    /// <summary>All layers in all directions, with this layer's path in front of what goes wrong.</summary>
    private protected (Tensor Output, Tensor Hidden, Tensor? Memory) Run(Tensor x, Tensor? hidden, Tensor? memory, bool hasMemory, Tensor? lengths)
    {
        try
        {
            return RunAll(x, hidden, memory, hasMemory, lengths);
        }
        catch (NablaException e) when (Locate(e))
        {
            throw;
        }
    }

    (Tensor Output, Tensor Hidden, Tensor? Memory) RunAll(Tensor x, Tensor? hidden, Tensor? memory, bool hasMemory, Tensor? lengths)
    {
        _ = Fitting(x.Shape);
        bool single = x.Rank == 2;
        x = single ? x.Unsqueeze(1) : IsBatchFirst ? x.Transpose(0, 1) : x;
        (int steps, int batch) = (x.Shape[0], x.Shape[1]);
        if (steps == 0) throw new ShapeException($"{GetType().Name}: cannot take a sequence of 0 steps: at least 1 is needed.", x.Shape);
        long[]? ends = lengths is null ? null : SequenceLengths.Checked(GetType().Name, lengths, single, batch, steps);
        Tensor? first = Batched(hidden, "state", OutputSize, single, batch), firstMemory = Batched(memory, "cell state", HiddenSize, single, batch);
        Tensor[] lastStates = new Tensor[Weights.Count], lastMemories = new Tensor[hasMemory ? Weights.Count : 0];
        for (int layer = 0; layer < NumLayers; layer++)
        {
            var outputs = new Tensor[Directions];
            for (int direction = 0; direction < Directions; direction++)
            {
                int number = layer * Directions + direction;
                RecurrentWeights weights = Weights[number];
                Tensor sums = x.Linear(weights.Input, weights.InputBias);
                RecurrentStates states = Run(
                    sums,
                    weights,
                    first is null ? Tensor.Zeros([batch, OutputSize], sums.DType) : first[number].Cast(sums.DType),
                    !hasMemory ? null : firstMemory is null ? Tensor.Zeros([batch, HiddenSize], sums.DType) : firstMemory[number].Cast(sums.DType),
                    ends,
                    reverse: direction == 1);
                (outputs[direction], lastStates[number]) = (states.Steps, states.Hidden);
                if (hasMemory) lastMemories[number] = states.Memory!;
            }
            x = Directions == 1 ? outputs[0] : Tensor.Cat(outputs, -1);
            if (dropout is not null && layer < NumLayers - 1) x = dropout.Call(x);
        }
        // The states stand still after a sequence's end; the outputs there are 0.
        if (ends is not null) x = x.MaskedFill(SequenceLengths.Beyond(ends, steps), 0);
        return (
            single ? x.Squeeze(1) : IsBatchFirst ? x.Transpose(0, 1) : x,
            Single(Tensor.Stack(lastStates)),
            hasMemory ? Single(Tensor.Stack(lastMemories)) : null);

        Tensor Single(Tensor state) => single ? state.Squeeze(1) : state;
    }

    /// <summary>A first state as [numbers, N, size].</summary>
    Tensor? Batched(Tensor? state, string what, int size, bool single, int batch)
    {
        if (state is null) return null;
        Shape expected = single ? [Weights.Count, size] : [Weights.Count, batch, size];
        if (state.Shape != expected)
            throw new ShapeException($"{GetType().Name}: cannot start from a {what} {state.Shape}: {expected} is expected, {(single ? "[layers·directions, size]" : "[layers·directions, N, size]")}.", state.Shape, expected);
        return single ? state.Unsqueeze(1) : state;
    }

    int InputsOf(int layer) => layer == 0 ? InputSize : Directions * OutputSize;

    Shape Fitting(Shape input)
    {
        if (input.Rank is not (2 or 3))
            throw new ShapeException($"{GetType().Name}: cannot take {input}: it has {input.Rank} axes, expected 3, {(IsBatchFirst ? "[N, T, features]" : "[T, N, features]")}, or 2 for one sequence.", input);
        if (input[^1] != InputSize)
            throw new ShapeException($"{GetType().Name}: cannot take {input}: the last axis has {input[^1]} features, {InputSize} are expected.", input);
        return input;
    }
}
