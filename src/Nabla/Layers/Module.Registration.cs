using Nabla.Initializers;

namespace Nabla.Layers;

/// <summary>What a layer consists of, registered in its constructor.</summary>
public abstract partial class Module
{
    readonly List<(string Name, Parameter Value)> parameters = [];
    readonly List<(string Name, Tensor Value, Tensor First)> buffers = [];
    readonly List<(string Name, Module Value)> children = [];

    /// <summary>The layers directly below, with their names.</summary>
    public IReadOnlyList<(string Name, Module Value)> Children => children;

    /// <summary>This layer (path "") and all layers below it, each once, a layer before those below it.</summary>
    public IEnumerable<(string Path, Module Value)> NamedModules() => Walk("", new HashSet<Module>(ReferenceEqualityComparer.Instance));

    /// <summary>The parameters of this layer and those below it, each once, with paths such as <c>0.weight</c>.</summary>
    public IEnumerable<(string Path, Parameter Value)> NamedParameters() =>
        from module in NamedModules()
        from parameter in module.Value.parameters
        select (Join(module.Path, parameter.Name), parameter.Value);

    /// <summary>The parameters of this layer and those below it, in the order of <see cref="NamedParameters"/>.</summary>
    public IReadOnlyList<Parameter> Parameters() => [.. NamedParameters().Select(p => p.Value)];

    /// <summary>The buffers (saved with the parameters, not trained) of this layer and those below it, with their paths.</summary>
    public IEnumerable<(string Path, Tensor Value)> NamedBuffers() =>
        from module in NamedModules()
        from buffer in module.Value.buffers
        select (Join(module.Path, buffer.Name), buffer.Value);

    /// <summary>Registers a trained tensor.</summary>
    /// <param name="name">Its name within the layer: <c>weight</c>.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="initializer">What its first values are drawn from.</param>
    /// <returns>The parameter, for the layer's formula.</returns>
    /// <exception cref="ArgumentException">The name is empty, contains a dot, or is taken.</exception>
    protected Parameter AddParameter(string name, Shape shape, IInitializer initializer)
    {
        ArgumentNullException.ThrowIfNull(initializer);
        CheckName(name);
        var parameter = new Parameter(this, name, shape, initializer);
        parameters.Add((name, parameter));
        return parameter;
    }

    /// <summary>Registers a tensor that is saved with the parameters but not trained: a running mean, a counter.</summary>
    /// <param name="name">Its name within the layer.</param>
    /// <param name="value">Its first value; it is copied.</param>
    /// <returns>The buffer; <see cref="SetBuffer"/> changes its value.</returns>
    /// <exception cref="ArgumentException">The name is empty, contains a dot, or is taken.</exception>
    protected Tensor AddBuffer(string name, Tensor value)
    {
        CheckName(name);
        var buffer = new Tensor(Tensor.OwnStorage(value), value.DType, value.Shape) { Name = name };
        buffers.Add((name, buffer, new Tensor(Tensor.OwnStorage(value), value.DType, value.Shape)));
        return buffer;
    }

    /// <summary>Writes another value over a buffer, in place.</summary>
    /// <param name="name">The buffer's name within the layer.</param>
    /// <param name="value">Of the buffer's shape; its type is converted.</param>
    /// <exception cref="ArgumentException">The layer has no such buffer.</exception>
    /// <exception cref="ShapeException">The shapes differ.</exception>
    protected internal void SetBuffer(string name, Tensor value)
    {
        Tensor buffer = buffers.Find(b => b.Name == name).Value
            ?? throw new ArgumentException($"{this}: cannot set the buffer '{name}': the layer has no such buffer.", nameof(name));
        if (value.Shape != buffer.Shape)
            throw new ShapeException($"{Root}.{PathOf(name)}: cannot assign {value.Shape}: the buffer's shape is {buffer.Shape}.", value.Shape, buffer.Shape);
        ThreadWatch.Current?.Replay?.Note(buffer);
        using var constant = new NoGrad();
        buffer.Overwrite(value.Cast(buffer.DType));
    }

    /// <summary>Registers a layer below this one.</summary>
    /// <param name="name">Its name within this layer: part of the paths of its parameters.</param>
    /// <param name="module">The layer. The first layer it is added to is where it belongs; others share it.</param>
    /// <returns>The layer, for this layer's formula.</returns>
    /// <exception cref="ArgumentException">The name is empty, contains a dot, or is taken, or the layer contains this one.</exception>
    protected T AddChild<T>(string name, T module) where T : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        CheckName(name);
        if (module.NamedModules().Any(m => ReferenceEquals(m.Value, this)))
            throw new ArgumentException($"{this}: cannot add {module} as '{name}': it contains this layer.", nameof(module));
        children.Add((name, module));
        module.home ??= (this, name);
        return module;
    }

    IEnumerable<(string Path, Module Value)> Walk(string path, HashSet<Module> seen)
    {
        if (!seen.Add(this)) yield break;
        yield return (path, this);
        foreach ((string name, Module child) in children)
            foreach (var below in child.Walk(Join(path, name), seen)) yield return below;
    }

    void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name.Contains('.', StringComparison.Ordinal))
            throw new ArgumentException($"{this}: cannot register '{name}': a name has no dot, dots separate the layers of a path.", nameof(name));
        if (parameters.Exists(p => p.Name == name) || buffers.Exists(b => b.Name == name) || children.Exists(c => c.Name == name))
            throw new ArgumentException($"{this}: cannot register '{name}': the name is taken.", nameof(name));
    }

    static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
