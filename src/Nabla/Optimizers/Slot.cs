using Nabla.Layers;

namespace Nabla.Optimizers;

/// <summary>A parameter with what its optimizer remembers of it.</summary>
internal sealed class Slot(Parameter parameter, ParameterGroup group, string name)
{
    public Parameter Parameter { get; } = parameter;

    public ParameterGroup Group { get; } = group;

    /// <summary>What saved states call it.</summary>
    public string Name { get; } = name;

    /// <summary>How often it was moved.</summary>
    public long Steps { get; set; }

    /// <summary>The states by the optimizer's order of their names; null until they are first needed.</summary>
    public Tensor?[] States { get; } = new Tensor?[Optimizer.MostStates];

    /// <summary>The numbers by the optimizer's order of their names.</summary>
    public double[] Numbers { get; } = new double[Optimizer.MostNumbers];
}
