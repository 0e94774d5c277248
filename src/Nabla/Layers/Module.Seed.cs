namespace Nabla.Layers;

/// <summary>Where a layer belongs, and what its random numbers follow from.</summary>
public abstract partial class Module
{
    (Module Parent, string Name)? home;
    ulong seed;

    /// <summary>Where the layer stands below its root: <c>2</c>; empty for the root itself.</summary>
    public string Path => home is var (parent, name) ? Join(parent.Path, name) : "";

    /// <summary>What the first values of all parameters, and dropout's masks, follow from; 0 unless set on the root before the first use.</summary>
    /// <exception cref="InvalidOperationException">It is set on a layer that belongs to another, or after values were drawn.</exception>
    public ulong Seed
    {
        get => Top.seed;
        set
        {
            if (home is not null) throw new InvalidOperationException($"{this}: cannot set the seed {value}: it is the root's, set it there.");
            if (value != seed && NamedParameters().FirstOrDefault(p => p.Value.IsDrawn) is { Value: { } drawn })
                throw new InvalidOperationException($"{this}: cannot set the seed {value}: {drawn.Label} was drawn with seed {seed} already. Call Initialize({value}) to draw again.");
            seed = value;
        }
    }

    /// <summary>Draws all parameters again, puts buffers back to their first values, and forgets gradients.</summary>
    /// <param name="seed">What the values follow from.</param>
    /// <exception cref="InvalidOperationException">The layer belongs to another: the seed is the root's.</exception>
    public void Initialize(ulong seed)
    {
        if (home is not null) throw new InvalidOperationException($"{this}: cannot draw with the seed {seed}: it is the root's, call Initialize there.");
        this.seed = seed;
        // Those of children first: a wrapper's first values may follow from them, as those of WeightNorm do.
        foreach (Parameter parameter in Parameters().Reverse()) parameter.Redraw();
        foreach ((_, Module module) in NamedModules())
            foreach (var (name, _, first) in module.buffers) module.SetBuffer(name, first);
    }

    /// <summary>The layer's own stream of random numbers for a purpose.</summary>
    /// <param name="name">What the numbers are for, e.g. a parameter's name.</param>
    /// <returns>A new stream of the root's seed and the layer's path; equal every time.</returns>
    protected internal RandomStream Random(string name) => new(Seed, PathOf(name));

    /// <summary>What messages call the root.</summary>
    internal const string Root = "model";

    internal string PathOf(string name) => Join(Path, name);

    string Label => Path is { Length: > 0 } path ? $"{Root}.{path}" : Root;

    Module Top
    {
        get
        {
            Module top = this;
            while (top.home is var (parent, _)) top = parent;
            return top;
        }
    }
}
