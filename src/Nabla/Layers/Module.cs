using Nabla.Operations;

namespace Nabla.Layers;

/// <summary>A layer, or a model made of layers: a function of one tensor with parameters of its own.</summary>
/// <remarks>
/// <para>
/// Derive from it, register parameters, buffers and children in the constructor, and write <see cref="Forward"/> as the
/// layer's formula. Nothing is found by reflection.
/// </para>
/// <para>
/// A layer that was added to another belongs to it: its path (<c>0.weight</c>) and the seed of its first values are those
/// below the root. Inference (<see cref="Eval"/>, <see cref="NoGrad"/>) on one model from many threads is safe; training,
/// loading and converting are for one thread at a time.
/// </para>
/// </remarks>
public abstract partial class Module
{
    /// <summary>y = f(x): the layer's formula.</summary>
    /// <param name="x">The input; each layer's page says its shape.</param>
    /// <returns>The output; <see cref="OutputShape"/> tells its shape.</returns>
    /// <exception cref="ShapeException">The input does not fit the layer.</exception>
    public abstract Tensor Forward(Tensor x);

    /// <summary><see cref="Forward"/>, with the layer's path in front of what goes wrong; how layers apply their children.</summary>
    /// <param name="x">The input.</param>
    /// <returns>The output.</returns>
    /// <exception cref="ShapeException">The input does not fit the layer; <see cref="NablaException.Layer"/> names it.</exception>
    public Tensor Call(Tensor x)
    {
        try
        {
            return IsWatched ? Watched(x, new OwnForward(this), static (x, own) => (own.Layer.Forward(x), true)).Output : Forward(x);
        }
        catch (NablaException e) when (Locate(e))
        {
            throw;
        }
    }

    /// <summary>The shape of the output for an input's shape, without computing.</summary>
    /// <param name="input">The input's shape, with the batch axis.</param>
    /// <returns>The output's shape.</returns>
    /// <exception cref="ShapeException">The input does not fit the layer.</exception>
    /// <exception cref="NotSupportedException">The layer does not state its output shape.</exception>
    public virtual Shape OutputShape(Shape input) =>
        throw new NotSupportedException($"{this}: cannot tell the shape of the output for {input}: the layer does not override OutputShape.");

    /// <summary><see cref="OutputShape"/>, with the layer's path in front of what goes wrong; how layers ask their children.</summary>
    internal Shape CallShape(Shape input)
    {
        try
        {
            return OutputShape(input);
        }
        catch (NablaException e) when (Locate(e))
        {
            throw;
        }
    }

    /// <summary>The multiplications followed by additions that <see cref="Forward"/> takes; elementwise work is not counted.</summary>
    /// <param name="input">The input's shape, with the batch axis.</param>
    /// <exception cref="ShapeException">The input does not fit the layer.</exception>
    public virtual long MultiplyAdds(Shape input) => 0;

    /// <summary>The layers that an input passes, in order, with the shape that reaches each; the layer itself unless it is made of others.</summary>
    /// <param name="input">The input's shape, with the batch axis.</param>
    /// <exception cref="ShapeException">The input does not fit a layer.</exception>
    public virtual IEnumerable<(Module Layer, Shape Input)> Trace(Shape input) => [(this, input)];

    /// <summary>The modules that an input passes one after the other where this one is their chain and nothing else; else null.</summary>
    internal virtual IEnumerable<Module>? Stages => null;

    /// <summary>Whether the layer behaves as in training (the state at first): dropout drops.</summary>
    public bool IsTraining { get; internal set; } = true;

    /// <summary>Makes the layer and all below it behave as in training.</summary>
    public void Train() => SetTraining(true);

    /// <summary>Makes the layer and all below it behave as in use: dropout passes everything.</summary>
    public void Eval() => SetTraining(false);

    /// <summary>Converts all parameters and floating-point buffers, in place; gradients are forgotten.</summary>
    /// <param name="type">float32 or float64 (for checks).</param>
    /// <exception cref="DTypeException">The type is not floating point.</exception>
    public void Cast(DType type)
    {
        if (!type.IsFloatingPoint) throw new DTypeException($"{this}: cannot convert to {type.Name}: parameters are float32 or float64.");
        foreach (Parameter parameter in Parameters()) parameter.ConvertTo(type);
        using var constant = new NoGrad();
        foreach ((_, Tensor buffer) in NamedBuffers())
            if (buffer.DType.IsFloatingPoint && buffer.DType != type) buffer.Retype(type, buffer.Cast(type));
    }

    /// <summary>Freezes every parameter, or makes all of them trained again.</summary>
    /// <param name="frozen">Whether they are frozen.</param>
    public void Freeze(bool frozen = true)
    {
        foreach (Parameter parameter in Parameters()) parameter.IsFrozen = frozen;
    }

    /// <summary>The layer's path and kind: <c>model.2 (Linear)</c>.</summary>
    public override string ToString() => $"{Label} ({GetType().Name})";

    /// <summary>The layer, in float64, at a point where it is differentiable.</summary>
    internal Sample At(Tensor x)
    {
        Cast(DType.Float64);
        return new(GetType().Name, inputs => Forward(inputs[0]), x);
    }

    /// <summary>Names the layer in an error, the innermost layer alone; for an exception filter, so it never catches.</summary>
    internal bool Locate(NablaException e)
    {
        e.Layer ??= ToString();
        return false;
    }

    void SetTraining(bool training)
    {
        foreach ((_, Module module) in NamedModules()) module.IsTraining = training;
    }
}
