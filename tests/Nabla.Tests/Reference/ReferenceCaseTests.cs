namespace Nabla.Tests.Reference;

public sealed class ReferenceCaseTests
{
    public static TheoryData<string> Sections => new(Directory.EnumerateFiles(ReferenceCase.Folder, "*.json").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Sections))]
    public void Every_array_holds_as_many_numbers_as_its_shape_says(string section)
    {
        IReadOnlyList<ReferenceCase> cases = ReferenceCase.Load(section);
        cases.ShouldNotBeEmpty();
        foreach (ReferenceCase c in cases)
        {
            ReferenceArray?[] arrays = [.. c.Inputs, c.Output, c.Upstream, .. c.Gradients ?? []];
            foreach (ReferenceArray? a in arrays)
                a?.Data.Length.ShouldBe(a.Shape.Aggregate(1, (product, n) => product * n), c.ToString());
        }
    }

    [Theory, MemberData(nameof(Sections))]
    public void Every_gradient_has_the_shape_of_its_input(string section)
    {
        if (section == "optimizers")
            return; // there the one entry holds the gradient of every step
        foreach (ReferenceCase c in ReferenceCase.Load(section).Where(c => c.Gradients is not null))
        {
            c.Gradients!.Count.ShouldBe(c.Inputs.Count, c.ToString());
            c.Upstream!.Shape.ShouldBe(c.Output.Shape, c.ToString());
            for (int i = 0; i < c.Inputs.Count; i++)
                c.Gradients[i]?.Shape.ShouldBe(c.Inputs[i].Shape, c.ToString());
        }
    }

    [Fact]
    public void Numbers_that_are_not_finite_come_back()
    {
        ReferenceCase exp = ReferenceCase.Load("elementwise").First(c => c is { Name: "exp", Case: "edges" });
        int infinity = Array.IndexOf(exp.Inputs[0].Data, double.PositiveInfinity);
        infinity.ShouldBeGreaterThanOrEqualTo(0);
        exp.Output.Data[infinity].ShouldBe(double.PositiveInfinity);
        exp.Inputs[0].Data.ShouldContain(x => double.IsNaN(x));
    }
}
