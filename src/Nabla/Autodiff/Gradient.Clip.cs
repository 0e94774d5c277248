using System.Runtime.CompilerServices;
using Nabla.Backends;
using Nabla.Numbers;
using static System.FormattableString;

namespace Nabla;

/// <summary>Gradients held within bounds, in place, between the backward pass and the step.</summary>
public static partial class Gradient
{
    // Of PyTorch's definition: it keeps the divisor from 0.
    const double ClipEpsilon = 1e-6;

    /// <summary>Makes all gradients together no longer than a bound: each is multiplied by maxNorm/norm where the norm is larger.</summary>
    /// <param name="parameters">The leaves whose <c>Grad</c> is meant, a model's parameters; those without a gradient are passed by.</param>
    /// <param name="maxNorm">The bound, ≥ 0.</param>
    /// <param name="p">Which norm, &gt; 0: (Σ|g|ᵖ)^(1/p) over all elements of all gradients, the largest |g| for ∞; 2 by default.</param>
    /// <param name="throwIfNotFinite">Whether a norm that is infinite or not a number is an error; no by default: then such gradients stay unusable.</param>
    /// <returns>The norm before; 0 where there is no gradient.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The bound is negative or not a number, or p is not above 0.</exception>
    /// <exception cref="NonFiniteGradientException">The norm is not finite and that was asked to be an error: nothing was changed.</exception>
    /// <exception cref="GraphException">A tensor is a value on the way, not a leaf.</exception>
    /// <remarks>
    /// PyTorch's clip_grad_norm_: the factor is min(1, maxNorm/(norm + 1e-6)). The norm is added up in float64 in an order of its own, so its
    /// bits depend neither on threads nor on the processor. R. Pascanu, T. Mikolov, Y. Bengio, "On the difficulty of training recurrent neural networks", 2012, arXiv:1211.5063.
    /// </remarks>
    public static double ClipNorm(IEnumerable<Tensor> parameters, double maxNorm, double p = 2, bool throwIfNotFinite = false)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (!(maxNorm >= 0)) throw new ArgumentOutOfRangeException(nameof(maxNorm), maxNorm, Invariant($"Gradient.ClipNorm: cannot clip to the norm {maxNorm}: it is at least 0."));
        if (!(p > 0)) throw new ArgumentOutOfRangeException(nameof(p), p, Invariant($"Gradient.ClipNorm: cannot take the {p}-norm: p is above 0."));
        List<Tensor> gradients = Present(parameters);
        double sum = 0;
        foreach (Tensor gradient in gradients)
        {
            double power = Backend.Current.PowerSum(gradient, p);
            sum = double.IsPositiveInfinity(p) ? Math.Max(sum, power) : sum + power;
        }
        double norm = p is 1 or double.PositiveInfinity ? sum : p == 2 ? Math.Sqrt(sum) : Math.Pow(sum, 1 / p);
        if (throwIfNotFinite && !double.IsFinite(norm)) throw new NonFiniteGradientException(norm);
        double factor = maxNorm / (norm + ClipEpsilon);
        if (factor >= 1) return norm;
        foreach (Tensor gradient in gradients) Change<Scaling>(gradient, factor);
        return norm;
    }

    /// <summary>Holds every element of the gradients between −limit and limit.</summary>
    /// <param name="parameters">The leaves whose <c>Grad</c> is meant, a model's parameters; those without a gradient are passed by.</param>
    /// <param name="limit">The bound, ≥ 0. NaN stays NaN.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bound is negative or not a number.</exception>
    /// <exception cref="GraphException">A tensor is a value on the way, not a leaf.</exception>
    /// <remarks>PyTorch's clip_grad_value_.</remarks>
    public static void ClipValue(IEnumerable<Tensor> parameters, double limit)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        if (!(limit >= 0)) throw new ArgumentOutOfRangeException(nameof(limit), limit, Invariant($"Gradient.ClipValue: cannot clip to the value {limit}: it is at least 0."));
        foreach (Tensor gradient in Present(parameters)) Change<Bounding>(gradient, limit);
    }

    static List<Tensor> Present(IEnumerable<Tensor> parameters)
    {
        List<Tensor> gradients = [];
        foreach (Tensor parameter in parameters)
            if (parameter.Grad is { } gradient) gradients.Add(gradient);
        return gradients;
    }

    /// <summary>A leaf's gradient is its own memory, contiguous.</summary>
    static void Change<TRule>(Tensor gradient, double constant) where TRule : struct, IUpdateRule<TRule>
    {
        Backend.Current.Update<TRule>(gradient, gradient, null, null, null, [constant]);
        gradient.Storage.Touch();
    }

    readonly struct Scaling : IUpdateRule<Scaling>
    {
        public static int States => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V> => p *= c.C0;
    }

    readonly struct Bounding : IUpdateRule<Bounding>
    {
        public static int States => 0;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static void Update<V>(ref V p, V g, ref V s, ref V t, ref V u, in StepConstants<V> c) where V : struct, IReal<V> => p = V.Min(V.Max(p, -c.C0), c.C0);
    }
}
