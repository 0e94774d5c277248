using System.Globalization;
using Nabla.Backends;
using Nabla.Layers;
using Nabla.Numbers;
using static System.FormattableString;

namespace Nabla.Optimizers;

/// <summary>Moves parameters along their gradients, in place.</summary>
/// <remarks>
/// A step: <see cref="ZeroGrad"/>, forward, <c>loss.Backward()</c>, <see cref="Step"/>. A parameter without a gradient is
/// passed by. Not safe for use from several threads at once.
/// </remarks>
public abstract class Optimizer
{
    readonly Slot[] slots;

    /// <summary>An optimizer of some parameters.</summary>
    /// <param name="parameters">What it moves; at least one, each once.</param>
    /// <param name="learningRate">The step size, ≥ 0.</param>
    /// <exception cref="ArgumentException">There is no parameter, or one is named twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
    private protected Optimizer(IEnumerable<Parameter> parameters, double learningRate)
    {
        slots = [.. parameters.Select((p, i) => new Slot(p, p.Path.Length > 0 ? p.Path : i.ToString(CultureInfo.InvariantCulture)))];
        if (slots.Length == 0) throw new ArgumentException($"{GetType().Name}: cannot train 0 parameters: at least 1 is needed.", nameof(parameters));
        if (slots.DistinctBy(s => s.Parameter, ReferenceEqualityComparer.Instance).Count() != slots.Length)
            throw new ArgumentException($"{GetType().Name}: cannot train a parameter twice: each is named once.", nameof(parameters));
        LearningRate = learningRate;
    }

    /// <summary>The step size; may be changed between steps.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public double LearningRate
    {
        get;
        set => field = NotNegative(value, "learning rate");
    }

    /// <summary>What it moves.</summary>
    public IEnumerable<Parameter> Parameters => slots.Select(s => s.Parameter);

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

    private protected static double NotNegative(double value, string what) => double.IsFinite(value) && value >= 0
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, Invariant($"Optimizer: cannot use the {what} {value}: it is a finite number from 0 on."));

    private protected static double Fraction(double value, string what) => value is >= 0 and < 1
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, Invariant($"Optimizer: cannot use the {what} {value}: it is from 0 to below 1."));

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

    /// <summary>A parameter with what the optimizer remembers of it.</summary>
    private protected sealed class Slot(Parameter parameter, string name)
    {
        public Parameter Parameter { get; } = parameter;

        public string Name { get; } = name;

        public long Steps { get; set; }

        public Tensor? First { get; set; }

        public Tensor? Second { get; set; }
    }
}
