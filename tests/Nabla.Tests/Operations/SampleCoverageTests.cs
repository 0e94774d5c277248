using System.Reflection;
using Nabla.Diagnostics;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Tests.Operations;

/// <summary>Nobody has to remember a registry: an operation that no gradient check reaches fails here.</summary>
public sealed class SampleCoverageTests
{
    /// <summary>Public methods that return a tensor and have no gradient check, each with the reason.</summary>
    static readonly Dictionary<string, string> WithoutDerivative = new(StringComparer.Ordinal)
    {
        ["ArgMax"] = "returns places, which are whole numbers",
        ["ArgSort"] = "returns places, which are whole numbers",
        ["Places"] = "returns places, which are whole numbers",
        ["OneHot"] = "takes whole numbers",
        ["Step"] = "checked under the name of its definition, Heaviside",
        ["ArgMin"] = "returns places, which are whole numbers",
        ["EqualTo"] = "returns truth values",
        ["NotEqualTo"] = "returns truth values",
        ["LessThan"] = "returns truth values",
        ["AtMost"] = "returns truth values",
        ["LogicalAnd"] = "returns truth values",
        ["LogicalOr"] = "returns truth values",
        ["LogicalNot"] = "returns truth values",
        ["IsFinite"] = "returns truth values",
        ["IsInfinite"] = "returns truth values",
        ["IsNaN"] = "returns truth values",
        ["Detach"] = "cuts the graph on purpose",
        ["RequireGrad"] = "makes a leaf; every check begins with it",
        ["get_Grad"] = "reads what a backward pass left",
    };

    static readonly Assembly Library = typeof(Tensor).Assembly;

    static readonly HashSet<string> Checked = [.. SampleCatalogue.Groups(0).Where(g => g.Kind == GradientCheckKind.Operation).Select(g => g.Name)];

    static readonly string[] Public =
    [
        .. (from type in Library.GetTypes()
            where type is { IsPublic: true, IsAbstract: true, IsSealed: true } && type.Name.EndsWith("Extensions", StringComparison.Ordinal)
            from method in type.GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.DeclaredOnly)
            where method.ReturnType == typeof(Tensor) && method.GetParameters().Any(p => p.ParameterType == typeof(Tensor) || p.ParameterType == typeof(IReadOnlyList<Tensor>))
            select method.Name.StartsWith("op_", StringComparison.Ordinal) ? type.Name[..^"Extensions".Length] : method.Name)
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    public static TheoryData<string> Methods => new(Public);

    [Fact]
    public void Methods_are_found() => Public.Length.ShouldBeGreaterThan(60);

    [Theory, MemberData(nameof(Methods))]
    public void Every_public_operation_has_a_gradient_check_or_a_reason(string name) =>
        (Checked.Contains(name) || WithoutDerivative.ContainsKey(name)).ShouldBeTrue(
            $"{name}: no sample. Give its extension class an `internal static IEnumerable<Sample> Samples(RandomStream random)`, or add it to {nameof(WithoutDerivative)} with the reason.");

    [Fact]
    public void The_list_of_reasons_names_only_what_exists_and_has_no_check()
    {
        WithoutDerivative.Keys.Where(Checked.Contains).ShouldBeEmpty();
        WithoutDerivative.Keys.Where(name => !Public.Contains(name)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_elementwise_struct_is_checked() =>
        Library.GetTypes()
            .Where(t => t.IsValueType && t.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() is var d
                && (d == typeof(IUnary<>) || d == typeof(IBinary<>) || d == typeof(ITernary<>))))
            .Where(t => !Checked.Contains(t.Name)).ShouldBeEmpty();

    /// <summary>Walks the graphs of all samples, of their gradients and of those gradients' gradients.</summary>
    [Fact]
    public void Every_structured_operation_stands_in_some_sample_s_graph()
    {
        HashSet<Type> met = [];
        foreach (Sample sample in SampleCatalogue.Groups(0).SelectMany(g => g.Samples))
        {
            Tensor[] leaves = [.. sample.Inputs.Select(x => x.RequireGrad())];
            Tensor y = sample.Function(leaves);
            if (!y.RequiresGrad) continue;
            Tensor upstream = Tensor.Ones(y.Shape, y.DType).RequireGrad();
            foreach (Tensor gradient in Gradient.Of(y, leaves, upstream, createGraph: true)) Collect(gradient);
            Collect(y);
        }
        Library.GetTypes().Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(Operation)) && !met.Contains(t)).ShouldBeEmpty();

        void Collect(Tensor y)
        {
            if (y.Node is not { } root) return;
            foreach (Node node in Nabla.Autodiff.Walk.Order(root)) met.Add(node.GetType());
        }
    }
}
