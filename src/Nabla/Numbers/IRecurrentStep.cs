namespace Nabla.Numbers;

/// <summary>One step of a recurrent network, element by element: what follows from the gates' sums and the state before.</summary>
/// <remarks>
/// The gates' sums come from the input, x·W_ihᵀ + b_ih, and from the state, h·W_hhᵀ + b_hh; they arrive apart, because
/// not every network just adds them. Value and gradient are written once: over lanes they are the kernels, over tensors
/// the composite definition, whose derivatives of every order exist.
/// </remarks>
/// <typeparam name="TSelf">The struct that defines it.</typeparam>
internal interface IRecurrentStep<TSelf> where TSelf : struct, IRecurrentStep<TSelf>
{
    /// <summary>How many gates there are: blocks of rows of the weights, at most 4.</summary>
    static abstract int Gates { get; }

    /// <summary>How many numbers an element keeps for its gradient, at most 4.</summary>
    static abstract int Kept { get; }

    /// <summary>Whether a memory c runs along beside the state h.</summary>
    static virtual bool HasMemory => false;

    /// <summary>Whether the formula itself reads h, and not only the gates' sums.</summary>
    static virtual bool ReadsHidden => false;

    /// <summary>Whether the sums from the state have gradients of their own; else they are those of the sums from the input.</summary>
    static virtual bool SeparatesSums => false;

    /// <summary>The step.</summary>
    /// <param name="x">The gates' sums from the input.</param>
    /// <param name="a">The gates' sums from the state.</param>
    /// <param name="h">The state before, where <see cref="ReadsHidden"/>.</param>
    /// <param name="c">The memory before, where <see cref="HasMemory"/>.</param>
    static abstract RecurrentValue<V> Value<V>(in Four<V> x, in Four<V> a, V h, V c) where V : struct, IReal<V>;

    /// <summary>What gradients at the new state and memory mean for all that the step read.</summary>
    /// <param name="kept">What <see cref="Value"/> kept.</param>
    /// <param name="h">The state before, where <see cref="ReadsHidden"/>.</param>
    /// <param name="c">The memory before, where <see cref="HasMemory"/>.</param>
    /// <param name="next">The new memory, where <see cref="HasMemory"/>.</param>
    /// <param name="dh">The gradient at the new state.</param>
    /// <param name="dc">The gradient at the new memory, where <see cref="HasMemory"/>.</param>
    static abstract RecurrentGradient<V> Gradient<V>(in Four<V> kept, V h, V c, V next, V dh, V dc) where V : struct, IReal<V>;
}

/// <summary>Up to four numbers, a gate each.</summary>
internal struct Four<V>
{
    public V First, Second, Third, Fourth;
}

/// <summary>What a recurrent step gives.</summary>
internal struct RecurrentValue<V>
{
    /// <summary>The new state.</summary>
    public V Hidden;

    /// <summary>The new memory, where there is one.</summary>
    public V Memory;

    /// <summary>What the gradient needs.</summary>
    public Four<V> Kept;
}

/// <summary>The gradients of a recurrent step.</summary>
internal struct RecurrentGradient<V>
{
    /// <summary>At the gates' sums from the input.</summary>
    public Four<V> Input;

    /// <summary>At the gates' sums from the state, where they differ.</summary>
    public Four<V> State;

    /// <summary>At the state before, where the formula itself reads it.</summary>
    public V Hidden;

    /// <summary>At the memory before, where there is one.</summary>
    public V Memory;
}
