using Nabla.Layers;

namespace Nabla.Training;

/// <summary>A model computes with a parameter that is neither registered in it, nor moved by the optimizer, nor frozen: it would silently stay as it is.</summary>
public sealed class UntrainedParameterException : NablaException
{
    /// <summary>An error about a parameter.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="user">The layer that computes with it: its path and kind.</param>
    public UntrainedParameterException(Parameter parameter, string user) : base(
        $"{user}: cannot train {(parameter.Owner is { } owner ? $"the {owner.GetType().Name}'s {parameter.Name}" : "the parameter")} {parameter.Shape}: it is no parameter of the model, and the optimizer does not move it. Register it in the layer's constructor with AddChild or AddParameter, or freeze it.") =>
        (Parameter, User) = (parameter, user);

    /// <summary>The parameter.</summary>
    public Parameter Parameter { get; }

    /// <summary>The layer of the model that computes with it: <c>model.1 (Encoder)</c>.</summary>
    public string User { get; }
}
