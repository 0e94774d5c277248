using Nabla.Diagnostics;
using Nabla.Layers;

namespace Nabla.Tests.Layers;

public sealed class SampleTests
{
    [Fact]
    public void Every_layer_has_a_gradient_check()
    {
        string[] layers = [.. typeof(Module).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(Module)) && !t.IsAbstract).Select(t => t.Name)];
        layers.ShouldNotBeEmpty();
        layers.Except(SampleCatalogue.Groups(0).Where(g => g.Kind == GradientCheckKind.Layer).Select(g => g.Name), StringComparer.Ordinal).ShouldBeEmpty();
    }
}
