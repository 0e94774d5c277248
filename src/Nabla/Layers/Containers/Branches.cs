using System.Collections;
using System.Globalization;
using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>How the outputs of layers side by side become one.</summary>
public enum Join
{
    /// <summary>One behind the other along an axis.</summary>
    Concatenate,

    /// <summary>Added.</summary>
    Sum,
}

/// <summary>Layers side by side: each sees the input, and their outputs are joined.</summary>
/// <remarks>The layers are named by their places: the first one's weight has the path <c>0.weight</c>.</remarks>
public sealed class Branches : Module, IReadOnlyList<Module>
{
    /// <summary>Layers side by side whose outputs stand one behind the other along axis 1, the channels.</summary>
    /// <param name="layers">The layers, one or more.</param>
    /// <exception cref="ArgumentException">There is no layer.</exception>
    public Branches(params ReadOnlySpan<Module> layers) : this(Join.Concatenate, 1, layers)
    {
    }

    /// <summary>Layers side by side.</summary>
    /// <param name="join">Whether the outputs stand one behind the other or are added.</param>
    /// <param name="axis">Along which axis they stand; of no meaning to a sum.</param>
    /// <param name="layers">The layers, one or more.</param>
    /// <exception cref="ArgumentException">There is no layer.</exception>
    public Branches(Join join, int axis, params ReadOnlySpan<Module> layers)
    {
        if (layers.Length == 0) throw new ArgumentException("Branches: cannot join 0 layers: at least 1 is needed.", nameof(layers));
        (Join, Axis) = (join, axis);
        foreach (Module layer in layers) AddChild(Children.Count.ToString(CultureInfo.InvariantCulture), layer);
    }

    /// <summary>Whether the outputs stand one behind the other or are added.</summary>
    public Join Join { get; }

    /// <summary>Along which axis the outputs stand.</summary>
    public int Axis { get; }

    /// <summary>The number of layers.</summary>
    public int Count => Children.Count;

    /// <summary>A layer by its place.</summary>
    /// <param name="index">0 to <see cref="Count"/> − 1.</param>
    public Module this[int index] => Children[index].Value;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        Tensor[] outputs = [.. this.Select(layer => layer.Call(x))];
        _ = Joined([.. outputs.Select(y => y.Shape)]);
        return Join == Join.Concatenate ? Tensor.Cat(outputs, Axis) : outputs.Aggregate((a, b) => a + b);
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => Joined([.. this.Select(layer => layer.CallShape(input))]);

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => this.Sum(layer => layer.MultiplyAdds(input));

    /// <inheritdoc/>
    public override IEnumerable<(Module Layer, Shape Input)> Trace(Shape input) => this.SelectMany(layer => layer.Trace(input));

    /// <summary>The layers in order.</summary>
    public IEnumerator<Module> GetEnumerator() => Children.Select(c => c.Value).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        Tensor x = Sample.Point(random, [2, 3]);
        yield return new Branches(new Linear(3, 4), new Linear(3, 2)).At(x);
        yield return new Branches(Join.Sum, 0, new Linear(3, 2), new Sequential(new Linear(3, 2), new Tanh())).At(x);
    }

    Shape Joined(Shape[] shapes)
    {
        Shape joined = shapes[0];
        int axis = Join == Join.Concatenate ? joined.Axis(Axis, nameof(Branches)) : -1;
        for (int i = 1; i < shapes.Length; i++)
        {
            bool fits = Join == Join.Sum ? shapes[i] == shapes[0] : shapes[i].Rank == joined.Rank && shapes[i].With(axis, joined[axis]) == joined;
            if (!fits)
                throw new ShapeException($"Branches: cannot {(Join == Join.Sum ? "add" : $"join along axis {axis}")} {shapes[0]} and {shapes[i]}: layers 0 and {i} give shapes that differ{(Join == Join.Sum ? "" : " on another axis")}.", shapes[0], shapes[i]);
            if (axis >= 0) joined = joined.With(axis, checked(joined[axis] + shapes[i][axis]));
        }
        return joined;
    }
}
