using Nabla.Autodiff;
using Nabla.Initializers;
using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>A trained tensor of a layer: a leaf that receives gradients and that optimizers change in place.</summary>
/// <remarks>
/// <para>
/// Its first values are drawn when it is first read, from the random stream of the root layer's seed and the parameter's
/// path: they depend neither on the order in which layers are made nor on the thread that reads first.
/// </para>
/// <para>A graph that was recorded before a change in place refuses to be walked backward after it (<see cref="GraphException"/>).</para>
/// </remarks>
public sealed class Parameter : Tensor
{
    readonly Module? owner;
    readonly IInitializer? initializer;
    readonly Leaf leaf;

    /// <summary>A parameter of its own, outside any layer.</summary>
    /// <param name="value">Its first value, float32 or float64; it is copied.</param>
    /// <exception cref="DTypeException">The value is not floating point.</exception>
    public Parameter(Tensor value) : base(OwnStorage(Floating(value)), value.DType, value.Shape) => Node = leaf = new Leaf(this) { Parameter = this };

    internal Parameter(Module owner, string name, in Shape shape, IInitializer initializer) : base((Storage?)null, DType.Float32, shape)
    {
        this.owner = owner;
        this.initializer = initializer;
        Name = name;
        Node = leaf = new Leaf(this) { Parameter = this };
    }

    /// <summary>Where the parameter stands below its root layer: <c>2.weight</c>; empty outside a layer.</summary>
    public string Path => owner is null ? "" : owner.PathOf(Name!);

    /// <summary>Whether the parameter is kept as it is: no gradient is computed for it and optimizers pass it by.</summary>
    public bool IsFrozen
    {
        get => Node is null;
        set
        {
            if (value) leaf.Clear();
            Node = value ? null : leaf;
        }
    }

    /// <summary>The gradient, for an optimizer's step: unlike <c>Grad</c>'s it is not looked at after it is cleared.</summary>
    internal Tensor? Collected => leaf.Gradient;

    /// <summary>The layer that registered it, or null.</summary>
    internal Module? Owner => owner;

    /// <summary>Whether values are there already: drawn at a first read, assigned or loaded.</summary>
    internal bool IsDrawn => HasStorage;

    /// <summary>The path that messages show: <c>model.2.weight</c>.</summary>
    internal string Label => owner is null ? "parameter" : $"{Module.Root}.{Path}";

    /// <summary>Writes another value over this one, in place.</summary>
    /// <param name="value">Of this parameter's shape; floating-point types are converted.</param>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    /// <exception cref="DTypeException">The value is not floating point.</exception>
    public void Assign(Tensor value)
    {
        if (value.Shape != Shape)
            throw new ShapeException($"{Label}: cannot assign {value.Shape}: the parameter's shape is {Shape}.", value.Shape, Shape);
        using var constant = new NoGrad();
        Copy.Over(this, Floating(value).Cast(DType));
    }

    /// <summary>Draws the first values again.</summary>
    internal void Redraw()
    {
        leaf.Clear();
        using var constant = new NoGrad();
        Overwrite(Draw());
    }

    internal void ConvertTo(DType type)
    {
        if (type == DType) return;
        leaf.Clear();
        using var constant = new NoGrad();
        Retype(type, HasStorage ? this.Cast(type) : null);
        leaf.DType = type;
    }

    private protected override Storage FirstStorage()
    {
        using var constant = new NoGrad();
        return OwnStorage(Draw());
    }

    Tensor Draw()
    {
        Tensor value = initializer!.Draw(Shape, owner!.Random(Name!));
        return value.Shape == Shape
            ? value.Cast(DType)
            : throw new ShapeException($"{Label}: cannot start with {value.Shape} from {initializer.GetType().Name}: the parameter's shape is {Shape}.", value.Shape, Shape);
    }

    static Tensor Floating(Tensor value) => value.DType.IsFloatingPoint
        ? value
        : throw new DTypeException($"Parameter: cannot hold {value.DType.Name} {value.Shape}: only float32 and float64 are trained.");
}
