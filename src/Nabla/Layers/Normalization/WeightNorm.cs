using Nabla.Initializers;
using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>A layer whose weight is W = g·V/‖V‖, output by output: length and direction are trained apart.</summary>
/// <remarks>
/// V is the wrapped layer's own weight, ‖V‖ the norm over all axes but the first. g starts as ‖V‖, so that the layer
/// starts as it was. T. Salimans, D. Kingma, "Weight normalization", 2016, arXiv:1602.07868.
/// </remarks>
public sealed class WeightNorm : Module
{
    readonly Func<Tensor, Tensor, Tensor> formula;

    /// <summary>A linear layer with a normalised weight.</summary>
    /// <param name="layer">The layer.</param>
    public WeightNorm(Linear layer) : this(layer, layer.Weight, layer.Forward)
    {
    }

    /// <summary>A convolution with a normalised kernel.</summary>
    /// <param name="layer">The layer.</param>
    public WeightNorm(Conv layer) : this(layer, layer.Weight, layer.Forward)
    {
    }

    WeightNorm(Module layer, Parameter direction, Func<Tensor, Tensor, Tensor> formula)
    {
        this.formula = formula;
        Layer = AddChild("layer", layer);
        Direction = direction;
        Length = AddParameter("length", LengthShape(direction.Shape), new NormOf(direction));
    }

    /// <summary>The wrapped layer.</summary>
    public Module Layer { get; }

    /// <summary>V, the wrapped layer's weight.</summary>
    public Parameter Direction { get; }

    /// <summary>g, <c>[out, 1, …]</c>.</summary>
    public Parameter Length { get; }

    /// <summary>W = g·V/‖V‖.</summary>
    public Tensor Weight => Direction * (Length / Norm(Direction));

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x) => formula(x, Weight);

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => Layer.CallShape(input);

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => Layer.MultiplyAdds(input);

    internal static IEnumerable<Sample> Samples(RandomStream random) =>
        [new WeightNorm(new Linear(3, 2)).At(Sample.Point(random, [2, 3])), new WeightNorm(new Conv1d(2, 3, 2)).At(Sample.Point(random, [1, 2, 4]))];

    static Tensor Norm(Tensor v) => v.Norm(2, Axes.Create([.. Enumerable.Range(1, v.Rank - 1)]), keepAxes: true);

    static Shape LengthShape(in Shape weight) => new Shape([weight[0]]).Concat(new Shape([.. Enumerable.Repeat(1, weight.Rank - 1)]));

    /// <summary>The lengths of another parameter's values.</summary>
    sealed class NormOf(Parameter direction) : IInitializer
    {
        public Tensor Draw(Shape shape, RandomStream random) => Norm(direction).Detach();
    }
}
