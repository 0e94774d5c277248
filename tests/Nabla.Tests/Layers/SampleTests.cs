using Nabla.Diagnostics;
using Nabla.Layers;

namespace Nabla.Tests.Layers;

public sealed class SampleTests
{
    /// <summary>Layers that compute nothing themselves.</summary>
    static readonly string[] WithoutFormula = [nameof(ModuleList)];

    [Fact]
    public void Every_layer_has_a_gradient_check()
    {
        string[] layers = [.. typeof(Module).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Module)) && !t.IsAbstract).Select(t => t.Name)];
        layers.ShouldNotBeEmpty();
        layers.Except(SampleCatalogue.Groups(0).Where(g => g.Kind == GradientCheckKind.Layer).Select(g => g.Name), StringComparer.Ordinal).Except(WithoutFormula, StringComparer.Ordinal).ShouldBeEmpty();
    }
}
