using Nabla.Data;
using Nabla.Initializers;
using Nabla.Layers;
using Nabla.Operations;

namespace Nabla.Classic;

/// <summary>A restricted Boltzmann machine: visible units v and hidden units h, joined by weights between the two layers alone.</summary>
/// <remarks>
/// <para>
/// p(v, h) ∝ e^−E(v, h). Bernoulli visible units: E = −b·v − c·h − hᵀWv, P(h = 1|v) = σ(W·v + c), P(v = 1|h) = σ(Wᵀ·h + b).
/// Gaussian ones: E = ½‖v − b‖² − c·h − hᵀWv, and v|h is normal with the mean Wᵀ·h + b and deviation 1. Hidden units are 0 or 1.
/// </para>
/// <para>
/// <see cref="ContrastiveDivergence"/> trains it. As a layer it gives the probabilities of the hidden units: features, for a <see cref="DeepBeliefNetwork"/>.
/// P. Smolensky, 1986; G. Hinton, "Training products of experts by minimizing contrastive divergence", 2002, and "A practical guide to training restricted Boltzmann machines", 2010.
/// </para>
/// </remarks>
public sealed class RestrictedBoltzmannMachine : Module
{
    /// <summary>A machine.</summary>
    /// <param name="visible">The number of visible units, ≥ 1.</param>
    /// <param name="hidden">The number of hidden units, ≥ 1.</param>
    /// <param name="kind">What the visible units are; Bernoulli by default.</param>
    /// <param name="weight">What W is drawn from; normal with deviation 0.01 by default (Hinton 2010). Biases begin at 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 1.</exception>
    public RestrictedBoltzmannMachine(int visible, int hidden, RbmVisible kind = RbmVisible.Bernoulli, IInitializer? weight = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(visible, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(hidden, 1);
        (Visible, Hidden, Kind) = (visible, hidden, kind);
        Weight = AddParameter("weight", [hidden, visible], weight ?? new Normal(0, 0.01));
        VisibleBias = AddParameter("visibleBias", [visible], new Zeros());
        HiddenBias = AddParameter("hiddenBias", [hidden], new Zeros());
    }

    /// <summary>The number of visible units.</summary>
    public int Visible { get; }

    /// <summary>The number of hidden units.</summary>
    public int Hidden { get; }

    /// <summary>What the visible units are.</summary>
    public RbmVisible Kind { get; }

    /// <summary>W, <c>[hidden, visible]</c>: a row is what a hidden unit looks for.</summary>
    public Parameter Weight { get; }

    /// <summary>b, <c>[visible]</c>.</summary>
    public Parameter VisibleBias { get; }

    /// <summary>c, <c>[hidden]</c>.</summary>
    public Parameter HiddenBias { get; }

    /// <summary>The probabilities of the hidden units, σ(W·v + c).</summary>
    /// <param name="x">v, <c>[N, …]</c>, of <see cref="Visible"/> numbers each.</param>
    /// <returns><c>[N, hidden]</c>.</returns>
    /// <exception cref="ShapeException">An example has another number of numbers.</exception>
    public override Tensor Forward(Tensor x) => Field(x).Sigmoid();

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => [Rows.Count(input, Visible, nameof(RestrictedBoltzmannMachine)), Hidden];

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => OutputShape(input).ElementCount * Visible;

    /// <summary>The means of the visible units, given the hidden ones: σ(Wᵀ·h + b), for Gaussian units Wᵀ·h + b.</summary>
    /// <param name="hidden">h, <c>[N, hidden]</c>: states or probabilities.</param>
    /// <returns><c>[N, visible]</c>.</returns>
    /// <exception cref="ShapeException">The last axis has another size.</exception>
    public Tensor VisibleMeans(Tensor hidden)
    {
        Tensor field = Rows.Of(hidden, Hidden, nameof(RestrictedBoltzmannMachine)).Linear(Weight.Transpose(), VisibleBias);
        return Kind == RbmVisible.Bernoulli ? field.Sigmoid() : field;
    }

    /// <summary>A draw of the hidden units, given the visible ones.</summary>
    /// <param name="visible">v, <c>[N, …]</c>.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <returns>0 or 1, <c>[N, hidden]</c>, without a graph.</returns>
    /// <exception cref="ShapeException">An example has another number of numbers.</exception>
    public Tensor SampleHidden(Tensor visible, RandomStream random)
    {
        using var constant = new NoGrad();
        return Bernoulli(Forward(visible), random);
    }

    /// <summary>A draw of the visible units, given the hidden ones.</summary>
    /// <param name="hidden">h, <c>[N, hidden]</c>.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <returns>0 or 1, or for Gaussian units numbers, <c>[N, visible]</c>, without a graph.</returns>
    /// <exception cref="ShapeException">The last axis has another size.</exception>
    public Tensor SampleVisible(Tensor hidden, RandomStream random)
    {
        using var constant = new NoGrad();
        return Drawn(VisibleMeans(hidden), random);
    }

    /// <summary>Runs a Gibbs chain: hidden units, then visible ones, again and again.</summary>
    /// <param name="start">The first visible units, <c>[N, …]</c>.</param>
    /// <param name="steps">How often, ≥ 1.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <returns>The means of the visible units at the last step, <c>[N, visible]</c>, without a graph.</returns>
    /// <exception cref="ShapeException">An example has another number of numbers.</exception>
    public Tensor Sample(Tensor start, int steps, RandomStream random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1);
        using var constant = new NoGrad();
        Tensor means = start;
        for (int step = 0; step < steps; step++)
            means = VisibleMeans(SampleHidden(step == 0 ? start : Drawn(means, random), random));
        return means;
    }

    /// <summary>The free energy F(v) = −ln Σ_h e^−E(v, h), so that p(v) ∝ e^−F(v).</summary>
    /// <param name="visible">v, <c>[N, …]</c>.</param>
    /// <returns>−b·v − Σ softplus(W·v + c), for Gaussian units ½‖v − b‖² − Σ softplus(W·v + c); <c>[N]</c>.</returns>
    /// <exception cref="ShapeException">An example has another number of numbers.</exception>
    /// <remarks>Its gradient is that of contrastive divergence: the mean over the data less the mean over the chain's end.</remarks>
    public Tensor FreeEnergy(Tensor visible)
    {
        Tensor v = Rows.Of(visible, Visible, nameof(RestrictedBoltzmannMachine)), hidden = Field(visible).Softplus().Sum(1);
        return Kind == RbmVisible.Bernoulli ? -v.MatMul(VisibleBias) - hidden : (v - VisibleBias).Square().Sum(1) * 0.5 - hidden;
    }

    /// <summary>The visible units as the hidden ones' probabilities give them back, without chance.</summary>
    /// <param name="visible">v, <c>[N, …]</c>.</param>
    /// <returns><c>[N, visible]</c>.</returns>
    /// <exception cref="ShapeException">An example has another number of numbers.</exception>
    public Tensor Reconstruct(Tensor visible) => VisibleMeans(Forward(visible));

    /// <summary>The mean squared difference of the visible units from their reconstructions, over all units and examples.</summary>
    /// <param name="data">The examples; targets are not looked at.</param>
    /// <param name="batchSize">How many are computed at a time, ≥ 1; 256 by default.</param>
    /// <exception cref="ShapeException">An example has another number of numbers.</exception>
    public double ReconstructionError(IDataset data, int batchSize = 256)
    {
        ArgumentNullException.ThrowIfNull(data);
        var order = new BatchOrder(data.Count, batchSize);
        var memory = new StepScope();
        using var constant = new NoGrad();
        double sum = 0;
        for (int i = 0; i < order.Count; i++)
        {
            using var step = memory.Open();
            Tensor v = Rows.Of(data.Take(order[i]).Inputs, Visible, nameof(RestrictedBoltzmannMachine));
            sum += (v - Reconstruct(v)).Square().Sum().Item();
        }
        return sum / data.Count / Visible;
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        var model = new RestrictedBoltzmannMachine(4, 3, weight: new Normal(0, 1));
        yield return model.At(Operations.Sample.Point(random, [2, 2, 2]));
        foreach (RbmVisible kind in Enum.GetValues<RbmVisible>())
        {
            var energy = new RestrictedBoltzmannMachine(4, 3, kind, new Normal(0, 1));
            energy.Cast(DType.Float64);
            yield return new(nameof(RestrictedBoltzmannMachine), x => energy.FreeEnergy(x[0]), Operations.Sample.Point(random, [2, 4]));
        }
    }

    /// <summary>0 or 1 with these probabilities.</summary>
    internal static Tensor Bernoulli(Tensor probabilities, RandomStream random) =>
        (random.Uniform(probabilities.Shape, type: probabilities.DType) < probabilities).Cast(probabilities.DType);

    /// <summary>Visible units with these means.</summary>
    internal Tensor Drawn(Tensor means, RandomStream random) => Kind == RbmVisible.Bernoulli
        ? Bernoulli(means, random)
        : means + random.Normal(means.Shape, type: means.DType);

    Tensor Field(Tensor visible) => Rows.Of(visible, Visible, nameof(RestrictedBoltzmannMachine)).Linear(Weight, HiddenBias);
}
