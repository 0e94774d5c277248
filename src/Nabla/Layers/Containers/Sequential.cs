using System.Collections;
using System.Globalization;
using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>Layers one after another: y = fₙ(…f₂(f₁(x))).</summary>
/// <remarks>The layers are named by their places: the first one's weight has the path <c>0.weight</c>.</remarks>
public sealed class Sequential : Module, IReadOnlyList<Module>
{
    /// <summary>A model of layers.</summary>
    /// <param name="layers">The layers in the order in which an input passes them.</param>
    public Sequential(params ReadOnlySpan<Module> layers)
    {
        foreach (Module layer in layers) Add(layer);
    }

    /// <summary>The number of layers.</summary>
    public int Count => Children.Count;

    /// <summary>A layer by its place.</summary>
    /// <param name="index">0 to <see cref="Count"/> − 1.</param>
    public Module this[int index] => Children[index].Value;

    /// <summary>Into how many segments of about equal length the layers fall whose values on the way are computed again in the backward pass; 0, the default, for none.</summary>
    /// <remarks>
    /// All but the last segment are blocks of <see cref="Checkpoint"/>; the last one's values are needed first, so they are kept. More
    /// segments keep more values between them and fewer within the one that is being computed again. Values, gradients and paths of parameters are the same for every number.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The number is negative.</exception>
    public int CheckpointSegments
    {
        get;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            field = value;
        }
    }

    /// <summary>Appends a layer.</summary>
    /// <param name="layer">The layer.</param>
    public void Add(Module layer) => AddChild(Count.ToString(CultureInfo.InvariantCulture), layer);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        int segments = Math.Min(CheckpointSegments, Count), next = 0;
        for (int segment = 0; segment < segments - 1; segment++)
        {
            int first = next, end = next += (Count - next) / (segments - segment);
            x = Checkpoint.Run(input => Pass(input, first, end), x);
        }
        return Pass(x, next, Count);
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => Pass(input, (_, _) => { });

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => Trace(input).Sum(step => step.Layer.MultiplyAdds(step.Input));

    /// <inheritdoc/>
    public override IEnumerable<(Module Layer, Shape Input)> Trace(Shape input)
    {
        List<(Module, Shape)> steps = [];
        Pass(input, (layer, shape) => steps.AddRange(layer.Trace(shape)));
        return steps;
    }

    internal override IEnumerable<Module> Stages => this;

    /// <summary>The layers in order.</summary>
    public IEnumerator<Module> GetEnumerator() => Children.Select(c => c.Value).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <inheritdoc/>
    /// <remarks>Where all layers can.</remarks>
    public override Func<Tensor, Tensor>? BeginSequence(int capacity)
    {
        var layers = new Func<Tensor, Tensor>[Count];
        for (int i = 0; i < Count; i++)
        {
            if (this[i].BeginSequence(capacity) is not { } layer) return null;
            layers[i] = layer;
        }
        return x =>
        {
            foreach (Func<Tensor, Tensor> layer in layers) x = layer(x);
            return x;
        };
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        var model = new Sequential(new Linear(3, 4), new Tanh(), new Linear(4, 2));
        model.Cast(DType.Float64);
        yield return new(nameof(Sequential), x => model.Forward(x[0]), random.Uniform([2, 3], -1, 1, DType.Float64));
    }

    Tensor Pass(Tensor x, int first, int end)
    {
        for (int i = first; i < end; i++)
        {
            if (this[i] is not BatchNorm { IsTraining: true, IsWatched: false } norm)
            {
                x = this[i].Call(x);
                continue;
            }
            // A rectifier and a pooling behind batch normalisation join its pass over memory, unless somebody looks in between.
            bool rectified = i + 1 < end && this[i + 1] is Relu { IsWatched: false };
            if (rectified) i++;
            MaxPool? pool = i + 1 < end && this[i + 1] is MaxPool { IsWatched: false } next ? next : null;
            if (pool is not null) i++;
            x = norm.CallFollowed(x, rectified, pool);
        }
        return x;
    }

    Shape Pass(Shape shape, Action<Module, Shape> visit)
    {
        foreach (Module layer in this)
        {
            try
            {
                visit(layer, shape);
                shape = layer.OutputShape(shape);
            }
            catch (NablaException e) when (layer.Locate(e))
            {
                throw;
            }
        }
        return shape;
    }
}
