using Nabla.Diagnostics;
using Nabla.Tests.Reference;

namespace Nabla.Tests.Operations;

/// <summary>Values and gradients equal PyTorch 1.13's.</summary>
public sealed class ReferenceTests
{
    /// <summary>Points where Nabla differs from PyTorch 1.13 on purpose.</summary>
    static readonly Dictionary<(string Name, double X), (double Value, string Reason)> Instead = new()
    {
        [("pow(exponent=0.5)", double.NegativeInfinity)] = (double.PositiveInfinity, "IEEE 754's pow; PyTorch takes the square root for this power alone"),
    };

    /// <summary>Records that PyTorch 1.13 computes less exactly than Nabla, with the error it has there.</summary>
    static readonly Dictionary<(string Name, string Case), (double Error, string Reason)> LessExact = new()
    {
        [("softplus", "regular")] = (1e-10, "PyTorch is linear from 20/beta on, where Nabla still adds e^-x"),
        [("hardsigmoid", "regular")] = (1e-7, "PyTorch's 1/6 is a float32"),
        [("celu", "regular")] = (1e-8, "PyTorch's 1/α is a float32"),
        [("var", "large")] = (1e-9, "PyTorch's gradient cancels around 1e8"),
    };

    /// <summary>Operations of Nabla that PyTorch 1.13 has none of, and the reasons.</summary>
    static readonly Dictionary<string, string> WithoutCounterpart = new(StringComparer.Ordinal)
    {
        ["Cast"] = "a change of type, not of value",
        ["Clone"] = "the value itself",
        ["Contiguous"] = "the value itself",
        ["GumbelSoftmax"] = "its random numbers are Nabla's own; GumbelSoftmaxTests compare its distribution",
    };

    /// <summary>Operations whose values and gradients are compared as the layers that apply them.</summary>
    static readonly string[] ComparedAsLayers =
    [
        "AconA", "AconB", "AconC", "AdaptiveAveragePool", "AdaptiveMaxPool", "AveragePool", "BatchNorm", "Celu", "Convolve", "ConvolveTransposed", "Embedding",
        "FiringRate", "GlobalAveragePool", "GlobalMaxPool", "Glu", "GroupNorm", "GruSequence", "GumbelSoftmax", "HardSigmoid", "HardSwish", "HardTanh", "Heaviside", "InstanceNorm",
        "Interpolate", "LayerNorm", "LstmSequence", "MaxPool", "Maxout", "Pad", "Relu6", "ReluSequence", "RmsNorm", "Selu", "SmoothMaximum", "Softmin", "Softsign", "SwiGlu", "Swish", "TanhSequence", "Tanhshrink",
    ];

    public static TheoryData<ReferenceCase> Cases => new(ReferenceOperations.Sections.SelectMany(ReferenceCase.Load));

    [Theory, MemberData(nameof(Cases))]
    public void Float64_agrees_to_twelve_digits(ReferenceCase c) => Compare(c, DType.Float64, 2e-13);

    [Theory, MemberData(nameof(Cases))]
    public void Float32_agrees_to_its_precision(ReferenceCase c)
    {
        if (c.Case is "edges" or "large") return; // float64's extremes have no float32
        Compare(c, DType.Float32, 1e-5);
    }

    [Fact]
    public void Every_operation_that_PyTorch_has_is_compared()
    {
        HashSet<string> compared = [.. ReferenceOperations.Sections.SelectMany(ReferenceCase.Load).Where(c => c.Gradients is not null).Select(ReferenceOperations.NameOf)];
        GradientCheck.All().Where(r => r.Kind == GradientCheckKind.Operation).Select(r => r.Name)
            .Where(name => !compared.Contains(name) && !ComparedAsLayers.Contains(name) && !WithoutCounterpart.ContainsKey(name))
            .ShouldBeEmpty("add the operation to tests/reference/generate.py and to ReferenceOperations");
    }

    static void Compare(ReferenceCase c, DType type, double tolerance)
    {
        Tensor[] inputs = [.. c.Inputs.Select((x, i) => Read(x, type, leaf: c.Gradients?[i] is not null))];
        Tensor y = ReferenceOperations.Apply(c, inputs);
        if (LessExact.TryGetValue((c.Name, c.Case), out var less)) tolerance = Math.Max(tolerance, less.Error);
        Near(y, c.Output, tolerance, $"{c}: value", i => c.Case == "edges" && Instead.TryGetValue((c.ToString().Split(' ')[0], c.Inputs[0].Data[i]), out var better) ? better.Value : null);
        if (c.Gradients is null) return;
        Tensor[] leaves = [.. inputs.Where(x => x.RequiresGrad)];
        Tensor[] gradients = Gradient.Of(y, leaves, Read(c.Upstream!, type, leaf: false));
        int next = 0;
        for (int i = 0; i < inputs.Length; i++)
            if (c.Gradients[i] is { } expected) Near(gradients[next++], expected, tolerance, $"{c}: gradient {i}", _ => null);
    }

    static Tensor Read(ReferenceArray a, DType type, bool leaf)
    {
        Tensor x = Tensor.From<double>(a.Data, new Shape(a.Shape));
        x = x.Cast(a.DType switch { "int64" => DType.Int64, "bool" => DType.Bool, _ => type });
        return leaf ? x.RequireGrad() : x;
    }

    static void Near(Tensor actual, ReferenceArray expected, double tolerance, string what, Func<int, double?> instead)
    {
        actual.Shape.ShouldBe(new Shape(expected.Shape), what);
        double[] numbers = actual.ToDoubles();
        for (int i = 0; i < numbers.Length; i++)
        {
            double want = instead(i) ?? expected.Data[i];
            if (numbers[i].Equals(want)) continue;
            double error = Math.Abs(numbers[i] - want) / Math.Max(1, Math.Abs(want));
            (error <= tolerance).ShouldBeTrue($"{what}[{i}] is {numbers[i]:R}, PyTorch has {want:R}");
        }
    }
}
