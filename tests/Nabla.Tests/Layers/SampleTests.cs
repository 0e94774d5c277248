using System.Reflection;
using Nabla.Losses;
using Nabla.Operations;

namespace Nabla.Tests.Layers;

/// <summary>Each layer and loss brings points for the gradient checks, in float64.</summary>
public sealed class SampleTests
{
    public static TheoryData<Type> Classes => new(typeof(Nabla.Layers.Module).Assembly.GetTypes()
        .Where(t => (t.IsSubclassOf(typeof(Nabla.Layers.Module)) && !t.IsAbstract && t != typeof(Nabla.Layers.ModuleList)) || t == typeof(Loss)));

    [Theory, MemberData(nameof(Classes))]
    public void Samples_have_a_gradient_that_agrees_with_central_differences(Type type)
    {
        MethodInfo? method = type.GetMethod("Samples", BindingFlags.NonPublic | BindingFlags.Static);
        method.ShouldNotBeNull($"{type.Name} has no samples");
        Sample[] samples = [.. (IEnumerable<Sample>)method.Invoke(null, [new RandomStream(0)])!];
        samples.ShouldNotBeEmpty();
        foreach (Sample sample in samples)
        {
            sample.Inputs.ShouldAllBe(x => x.DType == DType.Float64);
            Tensor[] leaves = [.. sample.Inputs.Select(x => x.RequireGrad())];
            Tensor y = sample.Function(leaves);
            Tensor upstream = new RandomStream(1).Uniform(y.Shape, 0.5, 1.5, DType.Float64);
            Tensor[] gradients = Gradient.Of(y, leaves, upstream);
            for (int i = 0; i < leaves.Length; i++)
                gradients[i].ToDoubles().ShouldBe(Differences(sample, i, upstream), 1e-7, $"{sample.Name}, input {i}");
        }
    }

    static double[] Differences(Sample sample, int input, Tensor upstream)
    {
        const double step = 1e-6;
        double[] at = sample.Inputs[input].ToDoubles(), differences = new double[at.Length];
        double Value(int element, double change)
        {
            double[] moved = [.. at];
            moved[element] += change;
            Tensor[] inputs = [.. sample.Inputs];
            inputs[input] = Tensor.From(moved, sample.Inputs[input].Shape);
            return (sample.Function(inputs) * upstream).Sum().Item();
        }
        for (int i = 0; i < at.Length; i++) differences[i] = (Value(i, step) - Value(i, -step)) / (2 * step);
        return differences;
    }
}
