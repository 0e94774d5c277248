using System.Globalization;
using Nabla.Backends;
using Nabla.Layers;
using Nabla.Numbers;

namespace Nabla.Optimizers;

/// <summary>Moves parameters along their gradients, in place.</summary>
/// <remarks>
/// A step: <see cref="ZeroGrad"/>, forward, <c>loss.Backward()</c>, <see cref="Step"/>. A parameter without a gradient is
/// passed by. Not safe for use from several threads at once.
/// </remarks>
public abstract class Optimizer
{
    readonly List<ParameterGroup> groups = [];
    readonly List<Slot> slots = [];
    readonly double? weightDecay, momentum;
    readonly bool decays;

    /// <summary>An optimizer of some parameters, with the options of groups that state no others.</summary>
    /// <param name="parameters">What it moves; at least one, each once.</param>
    /// <param name="learningRate">The step size, ≥ 0.</param>
    /// <param name="weightDecay">The weight decay, ≥ 0; null where it has none.</param>
    /// <param name="momentum">The momentum, ≥ 0; null where it has none.</param>
    /// <param name="beta1">The decay of the first moment, from 0 to below 1, where that is its momentum.</param>
    private protected Optimizer(IEnumerable<Parameter> parameters, double learningRate, double? weightDecay = null, double? momentum = null, double? beta1 = null)
    {
        this.weightDecay = weightDecay;
        this.momentum = momentum ?? beta1;
        decays = beta1 is not null;
        Take(new(GetType().Name, [.. parameters], learningRate, weightDecay, this.momentum, decays));
    }

    /// <summary>The groups, first the one that the optimizer was made with.</summary>
    public IReadOnlyList<ParameterGroup> Groups => groups;

    /// <summary>The step size: of the first group when read, of every group when set. May be changed between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double LearningRate
    {
        get => groups[0].LearningRate;
        set
        {
            foreach (ParameterGroup group in groups) group.LearningRate = value;
        }
    }

    /// <summary>What it moves, group by group.</summary>
    public IEnumerable<Parameter> Parameters => groups.SelectMany(g => g.Parameters);

    /// <summary>Takes further parameters in, with options of their own.</summary>
    /// <param name="parameters">What is moved too; at least one, none that is moved already.</param>
    /// <param name="learningRate">The step size, ≥ 0; unless given the one that the optimizer was made with.</param>
    /// <param name="weightDecay">The weight decay, ≥ 0; unless given the one that the optimizer was made with.</param>
    /// <param name="momentum">The momentum or β₁; unless given the one that the optimizer was made with.</param>
    /// <returns>The group.</returns>
    /// <exception cref="ArgumentException">There is no parameter, or one is named twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="InvalidOperationException">The optimizer does not have the option.</exception>
    public ParameterGroup AddGroup(IEnumerable<Parameter> parameters, double? learningRate = null, double? weightDecay = null, double? momentum = null)
    {
        var group = new ParameterGroup(
            GetType().Name, [.. parameters], learningRate ?? groups[0].InitialLearningRate, this.weightDecay, this.momentum, decays);
        if (weightDecay is not null) group.WeightDecay = weightDecay;
        if (momentum is not null) group.Momentum = momentum;
        return Take(group);
    }

    /// <summary>Moves every parameter that has a gradient.</summary>
    public void Step()
    {
        foreach (Slot slot in slots)
        {
            if (slot.Parameter.IsFrozen || slot.Parameter.Grad is not { } gradient) continue;
            slot.Steps++;
            Move(slot, gradient);
        }
    }

    /// <summary>Forgets all gradients; their memory goes back to the step scope that lent it.</summary>
    public void ZeroGrad()
    {
        foreach (Slot slot in slots) slot.Parameter.ClearGrad();
    }

    /// <summary>What the optimizer remembers, by name: for each parameter that was moved its number of steps and its moments.</summary>
    /// <returns>Tensors that the next step changes: save or clone them. Names: <c>0.weight.steps</c>, <c>0.weight.first</c>, ….</returns>
    public IEnumerable<(string Name, Tensor Value)> State()
    {
        foreach (Slot slot in slots)
        {
            if (slot.Steps == 0) continue;
            yield return ($"{slot.Name}.steps", Tensor.Scalar(slot.Steps, DType.Int64));
            if (slot.First is not null) yield return ($"{slot.Name}.first", slot.First);
            if (slot.Second is not null) yield return ($"{slot.Name}.second", slot.Second);
        }
    }

    /// <summary>Takes over what another optimizer of the same kind and parameters remembered.</summary>
    /// <param name="state">What <see cref="State"/> gave, by name; a parameter that is not named starts anew.</param>
    /// <exception cref="ShapeException">A tensor has another shape than its parameter.</exception>
    public void LoadState(IReadOnlyDictionary<string, Tensor> state)
    {
        foreach (Slot slot in slots)
        {
            slot.Steps = state.TryGetValue($"{slot.Name}.steps", out Tensor? steps) ? (long)steps.Item() : 0;
            slot.First = Restored(slot, "first", state);
            slot.Second = Restored(slot, "second", state);
        }
    }

    /// <summary>Moves one parameter.</summary>
    private protected abstract void Move(Slot slot, Tensor gradient);

    /// <summary>Runs an update rule over a parameter and its states, fused and on all threads.</summary>
    private protected static void Apply<TRule>(Slot slot, Tensor gradient, params ReadOnlySpan<double> constants) where TRule : struct, IUpdateRule<TRule>
    {
        Parameter parameter = slot.Parameter;
        Tensor? first = TRule.States > 0 ? slot.First = Ready(slot.First, parameter) : null;
        Tensor? second = TRule.States > 1 ? slot.Second = Ready(slot.Second, parameter) : null;
        Backend.Current.Update<TRule>(parameter, gradient, first, second, constants);
        parameter.Storage.Touch();
    }

    /// <summary>A state of the parameter's type: zeros at first. It outlives the step it is made in.</summary>
    static Tensor Ready(Tensor? state, Parameter parameter) => state?.DType == parameter.DType
        ? state
        : StepScope.Keep(state?.Cast(parameter.DType) ?? Tensor.Zeros(parameter.Shape, parameter.DType));

    static Tensor? Restored(Slot slot, string name, IReadOnlyDictionary<string, Tensor> state)
    {
        if (!state.TryGetValue($"{slot.Name}.{name}", out Tensor? value)) return null;
        if (value.Shape != slot.Parameter.Shape)
            throw new ShapeException($"{slot.Name}.{name}: cannot load {value.Shape}: the parameter's shape is {slot.Parameter.Shape}.", value.Shape, slot.Parameter.Shape);
        return StepScope.Keep(value.Clone());
    }

    ParameterGroup Take(ParameterGroup group)
    {
        if (group.Parameters.Count == 0)
            throw new ArgumentException($"{GetType().Name}: cannot train 0 parameters: at least 1 is needed.", nameof(group));
        var known = new HashSet<Parameter>(Parameters, ReferenceEqualityComparer.Instance);
        var added = new List<Slot>();
        foreach (Parameter parameter in group.Parameters)
        {
            if (!known.Add(parameter))
                throw new ArgumentException($"{GetType().Name}: cannot train {parameter.Describe()} twice: each parameter is named once, in one group.", nameof(group));
            added.Add(new(parameter, group, Name(parameter, slots.Count + added.Count, [.. slots, .. added])));
        }
        slots.AddRange(added);
        groups.Add(group);
        return group;
    }

    /// <summary>The parameter's path; its position where it has none, and before it where another model's parameter has the same.</summary>
    static string Name(Parameter parameter, int position, List<Slot> taken)
    {
        string name = parameter.Path.Length > 0 ? parameter.Path : position.ToString(CultureInfo.InvariantCulture);
        return taken.Exists(s => s.Name == name) ? string.Create(CultureInfo.InvariantCulture, $"{position}:{name}") : name;
    }

    /// <summary>A parameter with what the optimizer remembers of it.</summary>
    private protected sealed class Slot(Parameter parameter, ParameterGroup group, string name)
    {
        public Parameter Parameter { get; } = parameter;

        public ParameterGroup Group { get; } = group;

        public string Name { get; } = name;

        public long Steps { get; set; }

        public Tensor? First { get; set; }

        public Tensor? Second { get; set; }
    }
}
