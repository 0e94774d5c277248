using Nabla.Initializers;
using Nabla.Layers;
using Nabla.Losses;
using Nabla.Operations;
using static System.FormattableString;

namespace Nabla.Classic;

/// <summary>A Hopfield network: n units of ±1 that recall a stored pattern from a part or a damaged copy of it.</summary>
/// <remarks>
/// <para>
/// Each unit becomes the sign of its field, sᵢ ← sign(Σⱼ wᵢⱼ·sⱼ), and stays where the field is 0. W is symmetric with a diagonal of 0; the energy
/// E = −½·sᵀWs never rises while one unit changes at a time. Learning is Hebb's, Δwᵢⱼ = η·xᵢ·xⱼ (<see cref="Learn"/>), or the projection (<see cref="HopfieldRule"/>).
/// </para>
/// <para>
/// Associative memory, "but badly", as the lectures say: of random patterns Hebb's rule keeps about <see cref="Capacity"/> a unit, and breaks down all at once beyond.
/// J. Hopfield, PNAS 79, 1982; D. Amit, H. Gutfreund, H. Sompolinsky, Phys. Rev. Lett. 55, 1985.
/// </para>
/// </remarks>
public sealed class HopfieldNetwork : Module
{
    /// <summary>How many random patterns a unit Hebb's rule recalls nearly without errors, for many units: Amit, Gutfreund and Sompolinsky's α_c.</summary>
    public const double Capacity = 0.138;

    /// <summary>A network that has stored nothing.</summary>
    /// <param name="units">n ≥ 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no unit.</exception>
    public HopfieldNetwork(int units)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(units, 1);
        Units = units;
        Weight = AddParameter("weight", [units, units], new Zeros());
    }

    /// <summary>n.</summary>
    public int Units { get; }

    /// <summary>W, <c>[n, n]</c>: symmetric, its diagonal 0.</summary>
    public Parameter Weight { get; }

    /// <summary>The field at every unit, x·W.</summary>
    /// <param name="x">States <c>[N, …]</c> of n units each, ±1.</param>
    /// <returns><c>[N, n]</c>.</returns>
    /// <exception cref="ShapeException">A state has another number of units.</exception>
    public override Tensor Forward(Tensor x) => Rows.Of(x, Units, nameof(HopfieldNetwork)).MatMul(Weight);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => [Rows.Count(input, Units, nameof(HopfieldNetwork)), Units];

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => OutputShape(input).ElementCount * Units;

    /// <summary>Forgets what was stored and stores patterns.</summary>
    /// <param name="patterns">Ξ, <c>[P, …]</c>, each of n units, ±1.</param>
    /// <param name="rule">How; Hebb's rule by default.</param>
    /// <exception cref="ShapeException">A pattern has another number of units.</exception>
    /// <exception cref="TargetException">An element is neither 1 nor −1.</exception>
    public void Store(Tensor patterns, HopfieldRule rule = HopfieldRule.Hebbian)
    {
        using var constant = new NoGrad();
        Tensor rows = Signs(patterns);
        Tensor basis = rule == HopfieldRule.Hebbian ? rows / Math.Sqrt(Units) : Orthonormal(rows);
        Weight.Assign(WithoutDiagonal(basis.Transpose().MatMul(basis)));
    }

    /// <summary>Hebb's rule: what fires together is wired together, Δwᵢⱼ = η·Σ xᵢ·xⱼ for i ≠ j, added to what is stored.</summary>
    /// <param name="patterns"><c>[P, …]</c>, each of n units, ±1.</param>
    /// <param name="learningRate">η; 1/n by default. A negative rate unlearns.</param>
    /// <exception cref="ShapeException">A pattern has another number of units.</exception>
    /// <exception cref="TargetException">An element is neither 1 nor −1.</exception>
    public void Learn(Tensor patterns, double? learningRate = null)
    {
        using var constant = new NoGrad();
        Tensor rows = Signs(patterns);
        Weight.Assign(Weight + WithoutDiagonal(rows.Transpose().MatMul(rows) * (learningRate ?? 1.0 / Units)));
    }

    /// <summary>E = −½·sᵀWs of each state: stored patterns lie at the bottom of valleys.</summary>
    /// <param name="states"><c>[N, …]</c>, each of n units.</param>
    /// <returns><c>[N]</c>.</returns>
    /// <exception cref="ShapeException">A state has another number of units.</exception>
    public Tensor Energy(Tensor states) => (Call(states) * Rows.Of(states, Units, nameof(HopfieldNetwork))).Sum(1) * -0.5;

    /// <summary>Lets states run until nothing changes.</summary>
    /// <param name="states"><c>[N, …]</c>, each of n units, ±1.</param>
    /// <param name="update">One unit after another (default), or all at once.</param>
    /// <param name="sweeps">How often every unit is asked at most, ≥ 0; 100 by default.</param>
    /// <param name="seed">What the orders of the units follow from; 0 by default. Each sweep has its own, the same for all states.</param>
    /// <returns>Where they came to rest, in the shape and type of <paramref name="states"/>.</returns>
    /// <exception cref="ShapeException">A state has another number of units.</exception>
    /// <exception cref="TargetException">An element is neither 1 nor −1.</exception>
    public Tensor Recall(Tensor states, HopfieldUpdate update = HopfieldUpdate.Asynchronous, int sweeps = 100, ulong seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sweeps);
        using var constant = new NoGrad();
        Tensor s = Signs(states), w = Weight.Cast(DType.Float64);
        var random = new RandomStream(seed, "hopfield");
        for (int sweep = 0; sweep < sweeps; sweep++)
        {
            Tensor field = s.MatMul(w);
            if (update == HopfieldUpdate.Synchronous)
            {
                Tensor next = Tensor.Where(field.EqualTo(0), s, field.Sign());
                bool still = next.Span<double>().SequenceEqual(s.Span<double>());
                s = next;
                if (still) break;
            }
            else if (!Sweep(s, field, w, random.Named(Invariant($"{sweep}")).Permutation(Units)))
            {
                break;
            }
        }
        return s.Cast(states.DType).Reshape(states.Shape);
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        var model = new HopfieldNetwork(4);
        model.Learn(Tensor.From(new double[,] { { 1, -1, 1, 1 }, { 1, 1, -1, 1 } }));
        yield return model.At(Sample.Point(random, [2, 2, 2]));
    }

    /// <summary>Asks every unit once, in place; a unit that turns changes the fields of the others. Whether one did.</summary>
    bool Sweep(Tensor states, Tensor fields, Tensor weight, int[] order)
    {
        Span<double> s = states.Span<double>(), h = fields.Contiguous().Span<double>();
        ReadOnlySpan<double> w = weight.Span<double>();
        bool turned = false;
        for (int start = 0; start < s.Length; start += Units)
        {
            Span<double> state = s.Slice(start, Units), field = h.Slice(start, Units);
            foreach (int i in order)
            {
                if (state[i] * field[i] >= 0) continue;
                state[i] = -state[i];
                turned = true;
                ReadOnlySpan<double> row = w.Slice(i * Units, Units);
                for (int j = 0; j < row.Length; j++) field[j] += 2 * state[i] * row[j];
            }
        }
        return turned;
    }

    /// <summary>Orthonormal rows that span those given (Gram–Schmidt, twice); rows that depend on the ones before are left out.</summary>
    static Tensor Orthonormal(Tensor rows)
    {
        List<Tensor> basis = [];
        for (int i = 0; i < rows.Shape[0]; i++)
        {
            Tensor x = rows.Narrow(0, i, 1), rest = x;
            if (basis.Count > 0)
            {
                Tensor q = Tensor.Cat(basis);
                for (int pass = 0; pass < 2; pass++) rest -= rest.MatMul(q.Transpose()).MatMul(q);
            }
            double length = rest.Norm().Item();
            if (length > 1e-9 * x.Norm().Item()) basis.Add(rest / length);
        }
        return basis.Count > 0 ? Tensor.Cat(basis) : rows;
    }

    static Tensor WithoutDiagonal(Tensor w) => w * (1 - Tensor.Eye(w.Shape[0], w.DType));

    /// <summary>States as the rows of a float64 matrix of their own, every element checked.</summary>
    Tensor Signs(Tensor states)
    {
        Tensor rows = Rows.Of(states, Units, nameof(HopfieldNetwork)).Cast(DType.Float64).Contiguous().Clone();
        ReadOnlySpan<double> values = rows.Span<double>();
        for (int i = 0; i < values.Length; i++)
            if (values[i] is not (1 or -1))
                throw new TargetException(Invariant($"HopfieldNetwork: cannot use the state {values[i]} of unit {i % Units}: it is 1 or -1. Write 2x - 1 for states of 0 and 1."), values[i], i);
        return rows;
    }
}
