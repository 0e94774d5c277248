using Nabla.Diagnostics;
using Nabla.Operations;

namespace Nabla.Tests.Operations;

/// <summary>Where elements lie in memory changes no bit of a value or a gradient.</summary>
public sealed class MemoryOrderTests
{
    public static TheoryData<string> Everything => new(GradientCheck.Names());

    static readonly IReadOnlyList<SampleGroup> Groups = SampleCatalogue.Groups(7);

    [Theory, MemberData(nameof(Everything))]
    public void Views_compute_the_bits_of_contiguous_tensors(string name)
    {
        foreach (Sample sample in Groups.Where(g => g.Is(name)).SelectMany(g => g.Samples))
        {
            foreach (DType type in (DType[])[DType.Float64, DType.Float32])
            {
                Tensor[] plain = [.. sample.Inputs.Select(x => x.Contiguous().Cast(type))];
                string expected = Bits(sample, plain);
                Bits(sample, [.. plain.Select(Transposed)]).ShouldBe(expected, $"{sample.Name}, transposed memory");
                Bits(sample, [.. plain.Select(Strided)]).ShouldBe(expected, $"{sample.Name}, every second element, backward");
                Bits(sample, [.. plain.Select(Offset)]).ShouldBe(expected, $"{sample.Name}, a row of a larger tensor");
            }
        }
    }

    static string Bits(Sample sample, Tensor[] inputs)
    {
        Tensor[] leaves = [.. inputs.Select(x => x.RequireGrad())];
        Tensor y = sample.Function(leaves);
        IEnumerable<double> numbers = y.ToDoubles();
        if (y.RequiresGrad)
        {
            Tensor upstream = Tensor.Range(1, y.ElementCount + 1, 1, y.DType).Reshape(y.Shape);
            numbers = numbers.Concat(Gradient.Of(y, leaves, upstream).SelectMany(g => g.ToDoubles()));
        }
        return string.Join(' ', numbers.Select(x => BitConverter.DoubleToInt64Bits(x).ToString("X16", System.Globalization.CultureInfo.InvariantCulture)));
    }

    static Tensor Transposed(Tensor x)
    {
        int[] back = [.. Enumerable.Range(0, x.Rank).Reverse()];
        return x.Permute(back).Contiguous().Permute(back);
    }

    static Tensor Strided(Tensor x)
    {
        if (x.Rank == 0) return x;
        Tensor doubled = Tensor.Stack([x.Reversed(), x.Reversed()], -1).Flatten(x.Rank - 1);
        return doubled[[.. Enumerable.Repeat((TensorIndex)(..), x.Rank - 1), TensorIndex.Every(.., -2)]];
    }

    static Tensor Offset(Tensor x) => Tensor.Stack([x * 2, x, x * 3])[1];
}
