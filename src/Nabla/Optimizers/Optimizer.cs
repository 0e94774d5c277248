using System.Globalization;
using System.Runtime.CompilerServices;
using Nabla.Backends;
using Nabla.Layers;
using Nabla.Numbers;

namespace Nabla.Optimizers;

/// <summary>Moves parameters along their gradients, in place.</summary>
/// <remarks>
/// A step: <see cref="ZeroGrad"/>, forward, <c>loss.Backward()</c>, <see cref="Step()"/>. A parameter without a gradient is
/// passed by. Not safe for use from several threads at once; a step's bits do not depend on the number of threads.
/// </remarks>
public abstract partial class Optimizer
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
        Take(NewGroup(parameters, learningRate, weightDecay, this.momentum));
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

    /// <summary>Whether the function is maximised: steps go up the gradient, g ← −g before all else; no by default.</summary>
    public bool Maximize { get; init; }

    /// <summary>What it moves, group by group.</summary>
    public IEnumerable<Parameter> Parameters => groups.SelectMany(g => g.Parameters);

    /// <summary>What messages call it.</summary>
    private protected string Kind => GetType().Name;

    private protected IReadOnlyList<Slot> Slots => slots;

    /// <summary>Takes further parameters in, with options of their own.</summary>
    /// <param name="parameters">What is moved too; at least one, none that is moved already.</param>
    /// <param name="learningRate">The step size, ≥ 0; unless given the one that the optimizer was made with.</param>
    /// <param name="weightDecay">The weight decay, ≥ 0; unless given the one that the optimizer was made with.</param>
    /// <param name="momentum">The momentum or β₁; unless given the one that the optimizer was made with.</param>
    /// <returns>The group.</returns>
    /// <exception cref="ArgumentException">There is no parameter, or one is named twice.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is outside its range.</exception>
    /// <exception cref="InvalidOperationException">The optimizer does not have the option, or no further groups.</exception>
    public ParameterGroup AddGroup(IEnumerable<Parameter> parameters, double? learningRate = null, double? weightDecay = null, double? momentum = null)
    {
        ParameterGroup group = NewGroup(parameters, learningRate ?? groups[0].InitialLearningRate, weightDecay, momentum ?? this.momentum);
        Check(group);
        return Take(group);
    }

    /// <summary>Moves every parameter that has a gradient.</summary>
    public virtual void Step()
    {
        using var constant = new NoGrad();
        foreach (Slot slot in slots)
        {
            if (slot.Parameter.IsFrozen || slot.Parameter.ElementCount == 0 || slot.Parameter.Collected is not { } gradient) continue;
            slot.Steps++;
            Move(slot, gradient);
        }
    }

    /// <summary>Computes a loss and its gradients, and moves every parameter that has one.</summary>
    /// <param name="loss">
    /// Computes the loss, a scalar, from the parameters as they are: the forward pass. Gradients are cleared before it and computed
    /// after it. An optimizer that searches along a line (<see cref="Lbfgs"/>) calls it several times, others once.
    /// </param>
    /// <returns>The loss before the step.</returns>
    /// <exception cref="GraphException">The loss is no scalar, or depends on no parameter.</exception>
    public virtual Tensor Step(Func<Tensor> loss)
    {
        Tensor before = Evaluate(loss);
        Step();
        return before;
    }

    /// <summary>Forgets all gradients; their memory goes back to the step scope that lent it.</summary>
    public void ZeroGrad()
    {
        foreach (Slot slot in slots) slot.Parameter.ClearGrad();
    }

    /// <summary>Moves one parameter; <see cref="Slot.Steps"/> counts this step.</summary>
    private protected abstract void Move(Slot slot, Tensor gradient);

    /// <summary>Refuses a further group that the optimizer can't move.</summary>
    private protected virtual void Check(ParameterGroup group)
    {
    }

    /// <summary>The loss and, at the parameters, its gradients.</summary>
    private protected Tensor Evaluate(Func<Tensor> loss)
    {
        using NoGrad recording = NoGrad.Resume();
        ZeroGrad();
        Tensor value = loss();
        value.Backward();
        return value.Detach();
    }

    /// <summary>The gradient that goes down: of the function, or of its negative where that is maximised.</summary>
    private protected Tensor Downhill(Tensor gradient) => Maximize ? -gradient : gradient;

    /// <summary>Runs an update rule over a parameter and its states, fused and on all threads; weight decay is an L2 penalty.</summary>
    private protected void Apply<TRule>(Slot slot, Tensor gradient, params ReadOnlySpan<double> constants) where TRule : struct, IUpdateRule<TRule>
    {
        if (slot.Group.WeightDecay is { } decay and not 0) Run<Penalised<TRule>>(slot, gradient, decay, constants);
        else Run<TRule>(slot, gradient, 0, constants);
    }

    /// <summary>Runs an update rule likewise; weight decay is apart from the gradient.</summary>
    private protected void ApplyDecoupled<TRule>(Slot slot, Tensor gradient, params ReadOnlySpan<double> constants) where TRule : struct, IUpdateRule<TRule>
    {
        if (slot.Group.WeightDecay is { } decay and not 0) Run<Shrinking<TRule>>(slot, gradient, 1 - slot.Group.LearningRate * decay, constants);
        else Run<TRule>(slot, gradient, 0, constants);
    }

    /// <summary>target ← kept·target − step·direction, in place and fused.</summary>
    private protected static void Advance(Tensor target, Tensor direction, double step, double kept = 1)
    {
        Backend.Current.Update<Line>(target, direction, null, null, null, [step, kept]);
        target.Storage.Touch();
    }

    /// <summary>A group that is not yet taken in.</summary>
    private protected ParameterGroup NewGroup(IEnumerable<Parameter> parameters, double learningRate, double? weightDecay, double? momentum)
    {
        var group = new ParameterGroup(Kind, [.. parameters], learningRate, this.weightDecay, this.momentum, decays);
        if (weightDecay is not null) group.WeightDecay = weightDecay;
        if (momentum is not null) group.Momentum = momentum;
        return group;
    }

    private protected ParameterGroup Take(ParameterGroup group)
    {
        if (group.Parameters.Count == 0)
            throw new ArgumentException($"{Kind}: cannot train 0 parameters: at least 1 is needed.", nameof(group));
        var known = new HashSet<Parameter>(Parameters, ReferenceEqualityComparer.Instance);
        var names = new HashSet<string>(slots.Select(s => s.Name), StringComparer.Ordinal);
        var added = new List<Slot>();
        foreach (Parameter parameter in group.Parameters)
        {
            if (!known.Add(parameter))
                throw new ArgumentException($"{Kind}: cannot train {parameter.Label} {parameter.Shape} twice: each parameter is named once, in one group.", nameof(group));
            added.Add(new(parameter, group, Named(parameter, slots.Count + added.Count, names)));
        }
        slots.AddRange(added);
        groups.Add(group);
        return group;
    }

    /// <summary>The parameter's path, its position where it has none; position and path where another model's parameter has the same.</summary>
    static string Named(Parameter parameter, int position, HashSet<string> taken)
    {
        string name = parameter.Path.Length > 0 ? parameter.Path : position.ToString(CultureInfo.InvariantCulture);
        if (taken.Add(name)) return name;
        name = string.Create(CultureInfo.InvariantCulture, $"{position}:{name}");
        taken.Add(name);
        return name;
    }

    void Run<TRule>(Slot slot, Tensor gradient, double decay, ReadOnlySpan<double> constants) where TRule : struct, IUpdateRule<TRule>
    {
        Span<double> all = stackalloc double[StepConstants<double>.Count];
        all.Clear();
        constants.CopyTo(all[..^1]);
        all[^1] = decay;
        if (Maximize) Update<Climbing<TRule>>(slot, gradient, all);
        else Update<TRule>(slot, gradient, all);
    }

    void Update<TRule>(Slot slot, Tensor gradient, ReadOnlySpan<double> constants) where TRule : struct, IUpdateRule<TRule>
    {
        Tensor? first = TRule.States > 0 ? State(slot, 0) : null;
        Tensor? second = TRule.States > 1 ? State(slot, 1) : null;
        Tensor? third = TRule.States > 2 ? State(slot, 2) : null;
        Backend.Current.Update<TRule>(slot.Parameter, gradient, first, second, third, constants);
        slot.Parameter.Storage.Touch();
    }
    /// <summary>Constants: step, kept.</summary>
    readonly struct Line : IUpdateRule<Line>
    {
        public static int States => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V> => p = c.C1 * p - c.C0 * g;
    }
}
