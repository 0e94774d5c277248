namespace Nabla.Tests.Documentation;

/// <summary>The pages that are made from the code are not stale.</summary>
public sealed class GeneratedPagesTests
{
    [Fact]
    public void The_page_of_operations_is_current() => Snapshot.ShouldBeCommitted(OperationsPage.Text(), "docs", "operations.md");

    [Fact]
    public void The_page_of_layers_and_losses_is_current() => Snapshot.ShouldBeCommitted(LayersPage.Text(), "docs", "layers.md");
}
