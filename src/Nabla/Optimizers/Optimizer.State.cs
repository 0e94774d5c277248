using System.Globalization;

namespace Nabla.Optimizers;

/// <summary>What an optimizer remembers between steps, and its way into files and back.</summary>
public abstract partial class Optimizer
{
    internal const int MostStates = 3;
    internal const int MostNumbers = 2;

    const string Steps = "steps";

    /// <summary>What the optimizer remembers, by name: for each parameter that was moved its number of steps and its moments.</summary>
    /// <returns>
    /// Tensors that the next step changes: save or clone them. Names: <c>0.weight.steps</c>, <c>0.weight.firstMoment</c>, ….
    /// Options (learning rates, decays) are not among them: who changed them sets them again.
    /// </returns>
    public virtual IEnumerable<(string Name, Tensor Value)> State()
    {
        foreach (Slot slot in slots)
        {
            if (slot.Steps == 0) continue;
            yield return ($"{slot.Name}.{Steps}", Tensor.Scalar(slot.Steps, DType.Int64));
            IReadOnlyList<string> names = StateNames(slot);
            for (int i = 0; i < names.Count; i++)
                if (slot.States[i] is { } state) yield return ($"{slot.Name}.{names[i]}", state);
            for (int i = 0; i < NumberNames.Count; i++)
                yield return ($"{slot.Name}.{NumberNames[i]}", Tensor.Scalar(slot.Numbers[i], DType.Float64));
        }
    }

    /// <summary>Takes over what another optimizer of the same kind, options and parameters remembered; steps go on from it bit for bit.</summary>
    /// <param name="state">What <see cref="State()"/> gave, by name; a parameter that is not named starts anew.</param>
    /// <exception cref="ArgumentException">A name is none of this optimizer's, or a number that belongs to another is missing.</exception>
    /// <exception cref="ShapeException">A tensor has another shape than its parameter asks for.</exception>
    /// <remarks>Everything is checked before anything is taken over.</remarks>
    public virtual void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        var known = new HashSet<string>(StringComparer.Ordinal);
        var restored = new List<Action>();
        foreach (Slot slot in slots)
        {
            bool moved = state.TryGetValue($"{slot.Name}.{Steps}", out Tensor? steps);
            long count = moved ? WholeNumber($"{slot.Name}.{Steps}", steps!) : 0;
            known.Add($"{slot.Name}.{Steps}");
            restored.Add(() => slot.Steps = count);
            IReadOnlyList<string> names = StateNames(slot);
            for (int i = 0; i < names.Count; i++)
            {
                (int index, string name) = (i, $"{slot.Name}.{names[i]}");
                known.Add(name);
                Tensor? value = moved && state.TryGetValue(name, out Tensor? given) ? Fitting(name, given, StateShape(slot, i)) : null;
                restored.Add(() => slot.States[index] = value is null ? null : StepScope.Keep(value.Clone()));
            }
            for (int i = 0; i < NumberNames.Count; i++)
            {
                (int index, string name) = (i, $"{slot.Name}.{NumberNames[i]}");
                known.Add(name);
                double value = moved ? Fitting(name, Found(state, name), []).Item() : 0;
                restored.Add(() => slot.Numbers[index] = value);
            }
        }
        RefuseOthers(state, known);
        foreach (Action restore in restored) restore();
    }

    /// <summary>The states that this optimizer has of a parameter, in its rules' order.</summary>
    private protected virtual IReadOnlyList<string> StateNames(Slot slot) => [];

    /// <summary>The numbers that this optimizer has of a parameter beside its steps.</summary>
    private protected virtual IReadOnlyList<string> NumberNames => [];

    /// <summary>The shape of a state; its parameter's unless stated.</summary>
    private protected virtual Shape StateShape(Slot slot, int index) => slot.Parameter.Shape;

    /// <summary>What a state's elements start with; 0 unless stated.</summary>
    private protected virtual double StateStart(Slot slot, int index) => 0;

    /// <summary>A state in its parameter's type, made when it is first asked for. It outlives the step it is made in.</summary>
    private protected Tensor State(Slot slot, int index)
    {
        DType type = slot.Parameter.DType;
        Tensor? state = slot.States[index];
        if (state?.DType == type) return state;
        return slot.States[index] = StepScope.Keep(state?.Cast(type) ?? Tensor.Full(StateShape(slot, index), StateStart(slot, index), type));
    }

    /// <summary>Refuses states that are not this optimizer's.</summary>
    private protected void RefuseOthers(IReadOnlyDictionary<string, Tensor> state, HashSet<string> known)
    {
        if (state.Keys.FirstOrDefault(name => !known.Contains(name)) is { } stranger)
            throw new ArgumentException($"{Kind}: cannot load '{stranger}': no parameter of this optimizer has such a state. It was saved by another optimizer, with other options or for another model.", nameof(state));
    }

    /// <summary>A state that must be there.</summary>
    private protected Tensor Found(IReadOnlyDictionary<string, Tensor> state, string name) => state.TryGetValue(name, out Tensor? value)
        ? value
        : throw new ArgumentException($"{Kind}: cannot load a state without '{name}': the steps that it goes on from are not determined by the rest.", nameof(state));

    /// <summary>A state of the shape that is asked for.</summary>
    private protected static Tensor Fitting(string name, Tensor value, Shape shape) => value.Shape == shape
        ? value
        : throw new ShapeException($"{name}: cannot load {value.Shape}: the optimizer's state has the shape {shape}.", value.Shape, shape);

    /// <summary>A count.</summary>
    private protected long WholeNumber(string name, Tensor value)
    {
        double number = Fitting(name, value, []).Item();
        return number >= 0 && double.IsInteger(number)
            ? (long)number
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{Kind}: cannot load {name} {number}: it is a whole number from 0 on."), nameof(value));
    }
}
