using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>y = f(x) + s(x), s being the input itself unless given.</summary>
/// <remarks>K. He, X. Zhang, S. Ren, J. Sun, "Deep residual learning for image recognition", 2015, arXiv:1512.03385.</remarks>
public sealed class Residual : Module
{
    /// <summary>A layer with a way around it.</summary>
    /// <param name="body">f.</param>
    /// <param name="shortcut">s, where f changes the shape; the input itself by default.</param>
    public Residual(Module body, Module? shortcut = null)
    {
        Body = AddChild("body", body);
        if (shortcut is not null) Shortcut = AddChild("shortcut", shortcut);
    }

    /// <summary>f.</summary>
    public Module Body { get; }

    /// <summary>s, or null where the input itself is added.</summary>
    public Module? Shortcut { get; }

    /// <inheritdoc/>
    public override Tensor Forward(Tensor x)
    {
        Tensor y = Body.Call(x);
        return Sum(y, Shortcut?.Call(x) ?? x);
    }

    /// <inheritdoc/>
    public override Shape OutputShape(Shape input) => Fitting(Body.CallShape(input), Shortcut?.CallShape(input) ?? input);

    /// <inheritdoc/>
    public override long MultiplyAdds(Shape input) => Body.MultiplyAdds(input) + (Shortcut?.MultiplyAdds(input) ?? 0);

    /// <inheritdoc/>
    public override IEnumerable<(Module Layer, Shape Input)> Trace(Shape input) => Body.Trace(input).Concat(Shortcut?.Trace(input) ?? []);

    /// <inheritdoc/>
    /// <remarks>Where the body and the shortcut can.</remarks>
    public override Func<Tensor, Tensor>? BeginSequence(int capacity)
    {
        if (Body.BeginSequence(capacity) is not { } body) return null;
        if (Shortcut is null) return x => Sum(body(x), x);
        return Shortcut.BeginSequence(capacity) is { } shortcut ? x => Sum(body(x), shortcut(x)) : null;
    }

    static Tensor Sum(Tensor y, Tensor around)
    {
        _ = Fitting(y.Shape, around.Shape);
        return y + around;
    }

    internal static IEnumerable<Sample> Samples(RandomStream random)
    {
        yield return new Residual(new Sequential(new Linear(3, 4), new Tanh(), new Linear(4, 3))).At(Sample.Point(random, [2, 3]));
        yield return new Residual(new Linear(3, 2), new Linear(3, 2, bias: false)).At(Sample.Point(random, [2, 3]));
    }

    static Shape Fitting(in Shape y, in Shape around) => y == around
        ? y
        : throw new ShapeException($"Residual: cannot add {around} to {y}: the shapes differ. Give the shortcut a layer that makes the body's shape.", y, around);
}
