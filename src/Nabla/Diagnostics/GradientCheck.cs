using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Nabla.Operations;

namespace Nabla.Diagnostics;

/// <summary>Compares derivatives with central differences, in float64.</summary>
/// <remarks>
/// <para>
/// Of a function f of several tensors, L = Σ w·f(x) with fixed random weights w is differentiated: the gradient in every
/// element (once by the fused kernels, once as a graph), the gradient of a random combination of it, and
/// Jacobian–vector products. Each is compared with a central difference of fourth order; an error is
/// |a − n| / max(1, |a|, |n|), about 1e-9 for a right derivative.
/// </para>
/// <para>The function must be the same at every call (no dropout) and smooth within 0.003 of the point.</para>
/// </remarks>
public static class GradientCheck
{
    /// <summary>The error up to which a derivative is right: 1e-6.</summary>
    public const double DefaultTolerance = 1e-6;

    /// <summary>The errors of a function's derivatives at a point.</summary>
    /// <param name="function">The function.</param>
    /// <param name="inputs">The point; other types are converted to float64.</param>
    /// <param name="order">1 for the gradient and forward mode, 2 (the default) for the gradient's gradient too.</param>
    /// <param name="seed">What the weights and directions are drawn from.</param>
    /// <returns>The largest error of each kind.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="order"/> is neither 1 nor 2.</exception>
    public static GradientErrors Measure(Func<IReadOnlyList<Tensor>, Tensor> function, IReadOnlyList<Tensor> inputs, int order = 2, ulong seed = 0)
    {
        var (first, second, forward, zeros) = Compare(function, inputs, order, seed);
        return new(first.Error, second.Error, forward.Error, zeros);
    }

    /// <summary>The errors of a function's derivatives at a point.</summary>
    /// <param name="function">The function.</param>
    /// <param name="x">The point; another type is converted to float64.</param>
    /// <param name="order">1 for the gradient and forward mode, 2 (the default) for the gradient's gradient too.</param>
    /// <param name="seed">What the weights and directions are drawn from.</param>
    /// <returns>The largest error of each kind.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="order"/> is neither 1 nor 2.</exception>
    public static GradientErrors Measure(Func<Tensor, Tensor> function, Tensor x, int order = 2, ulong seed = 0) =>
        Measure(inputs => function(inputs[0]), [x], order, seed);

    /// <summary>Throws where a function's derivatives differ from central differences.</summary>
    /// <param name="function">The function.</param>
    /// <param name="inputs">The point; other types are converted to float64.</param>
    /// <param name="order">1 for the gradient and forward mode, 2 (the default) for the gradient's gradient too.</param>
    /// <param name="seed">What the weights and directions are drawn from.</param>
    /// <param name="tolerance">The largest error that is right.</param>
    /// <param name="name">What the error calls the function.</param>
    /// <exception cref="GradientCheckException">A derivative is wrong; the error names the worst element and both values.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="order"/> is neither 1 nor 2.</exception>
    public static void Verify(
        Func<IReadOnlyList<Tensor>, Tensor> function,
        IReadOnlyList<Tensor> inputs,
        int order = 2,
        ulong seed = 0,
        double tolerance = DefaultTolerance,
        string name = "GradientCheck")
    {
        var (first, second, forward, _) = Compare(function, inputs, order, seed);
        foreach (Disagreement worst in (ReadOnlySpan<Disagreement>)[first, second, forward])
        {
            if (worst.Error <= tolerance) continue;
            string what = worst.Order switch { 0 => "the Jacobian-vector product", 1 => "the gradient", _ => "the second derivative" };
            string place = worst.Element < 0 ? "" : $", element {worst.Element}";
            throw new GradientCheckException(
                string.Create(CultureInfo.InvariantCulture, $"{name}: cannot confirm {what} of input {worst.Input} {inputs[worst.Input].Shape}{place}: it is {worst.Analytic:R}, the difference quotient {worst.Numeric:R} (error {worst.Error:G3}, at most {tolerance:G3})."),
                name, worst);
        }
    }

    /// <summary>Throws where a function's derivatives differ from central differences.</summary>
    /// <param name="function">The function.</param>
    /// <param name="x">The point; another type is converted to float64.</param>
    /// <param name="order">1 for the gradient and forward mode, 2 (the default) for the gradient's gradient too.</param>
    /// <param name="seed">What the weights and directions are drawn from.</param>
    /// <param name="tolerance">The largest error that is right.</param>
    /// <param name="name">What the error calls the function.</param>
    /// <exception cref="GradientCheckException">A derivative is wrong; the error names the worst element and both values.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="order"/> is neither 1 nor 2.</exception>
    public static void Verify(Func<Tensor, Tensor> function, Tensor x, int order = 2, ulong seed = 0, double tolerance = DefaultTolerance, string name = "GradientCheck") =>
        Verify(inputs => function(inputs[0]), [x], order, seed, tolerance, name);

    /// <summary>The names that <see cref="All"/> knows: every operation, loss and layer of the library, in its order.</summary>
    [RequiresUnreferencedCode(SampleCatalogue.Reflects)]
    [RequiresDynamicCode(SampleCatalogue.Reflects)]
    public static IReadOnlyList<string> Names() => [.. SampleCatalogue.Groups(0).Select(g => g.Name).Distinct(StringComparer.Ordinal)];

    /// <summary>Checks operations, losses and layers of the library, found by reflection, over their samples.</summary>
    /// <param name="names">Which, in any case of letters; all unless given.</param>
    /// <param name="seed">What the points are drawn from.</param>
    /// <returns>One report a name: operations first, then losses, then layers, each in the order of the alphabet.</returns>
    /// <exception cref="ArgumentException">There is nothing of a name.</exception>
    [RequiresUnreferencedCode(SampleCatalogue.Reflects)]
    [RequiresDynamicCode(SampleCatalogue.Reflects)]
    public static IReadOnlyList<GradientCheckReport> All(IReadOnlyCollection<string>? names = null, ulong seed = 0)
    {
        IReadOnlyList<SampleGroup> groups = SampleCatalogue.Groups(seed);
        foreach (string name in names ?? [])
            if (!groups.Any(g => g.Is(name)))
                throw new ArgumentException($"gradcheck: cannot check '{name}': there is no such operation, loss or layer. The names are {string.Join(", ", groups.Select(g => g.Name))}.", nameof(names));
        return [.. groups.Where(g => names is not { Count: > 0 } || names.Any(g.Is)).Select(g => Check(g, seed))];
    }

    static GradientCheckReport Check(SampleGroup group, ulong seed)
    {
        double first = 0, second = 0, forward = 0;
        int cases = 0;
        HashSet<int> seen = [], alive = [];
        foreach (Sample sample in group.Samples)
        {
            GradientErrors errors = Measure(sample.Function, sample.Inputs, 2, seed);
            (first, second, forward) = (Math.Max(first, errors.Order1Error), Math.Max(second, errors.Order2Error), Math.Max(forward, errors.ForwardModeError));
            cases++;
            for (int i = 0; i < sample.Inputs.Count; i++)
            {
                if (sample.Inputs[i].ElementCount == 0) continue;
                seen.Add(i);
                if (!errors.ZeroGradients.Contains(i)) alive.Add(i);
            }
        }
        return new(group.Name, group.Kind, first, second, forward, cases, !group.IsFlat && alive.Count < seen.Count);
    }

    static (Disagreement First, Disagreement Second, Disagreement Forward, IReadOnlyList<int> Zeros) Compare(
        Func<IReadOnlyList<Tensor>, Tensor> function, IReadOnlyList<Tensor> inputs, int order, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(function);
        ArgumentNullException.ThrowIfNull(inputs);
        if (order is not (1 or 2)) throw new ArgumentOutOfRangeException(nameof(order), order, "GradientCheck: cannot check this order: it is 1 or 2.");
        var quotients = new DifferenceQuotients(function, inputs, new RandomStream(seed, "gradient check"));
        Disagreement first = quotients.First(recorded: false, out List<int> zeros), second = default;
        if (order == 2)
        {
            first = first.Worse(quotients.First(recorded: true, out _));
            second = quotients.Second();
        }
        return (first, second, quotients.Forward(), zeros);
    }
}
