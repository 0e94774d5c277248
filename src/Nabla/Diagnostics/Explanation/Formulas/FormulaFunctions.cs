using System.Diagnostics.CodeAnalysis;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Diagnostics;

/// <summary>The functions that a formula may call: every public elementwise operation of the library, found by reflection.</summary>
internal static class FormulaFunctions
{
    internal const string FindsByReflection = "The functions of a formula are found by reflection over the library's operations.";

    // What mathematics calls an operation otherwise than the library.
    static readonly (string Name, string Operation)[] Aliases = [("ln", nameof(Log)), ("max", nameof(Maximum)), ("min", nameof(Minimum)), ("σ", nameof(Sigmoid))];

    static Dictionary<string, FormulaOperation>? all;

    public static FormulaOperation Add { get; } = new BinaryFormulaOperation<Add>();

    public static FormulaOperation Subtract { get; } = new BinaryFormulaOperation<Subtract>();

    public static FormulaOperation Multiply { get; } = new ProductFormulaOperation();

    public static FormulaOperation Hadamard { get; } = new BinaryFormulaOperation<Multiply>();

    public static FormulaOperation MatMul { get; } = new TensorFormulaOperation("MatMul", 2, x => x[0].MatMul(x[1]));

    public static FormulaOperation Transpose { get; } = new TensorFormulaOperation("Transpose", 1, x => x[0].Rank < 2 ? x[0] : x[0].Transpose());

    public static FormulaOperation Divide { get; } = new BinaryFormulaOperation<Divide>();

    public static FormulaOperation Pow { get; } = new BinaryFormulaOperation<Pow>();

    public static FormulaOperation Negate { get; } = new UnaryFormulaOperation<Negate>();

    // What makes one of many elements, and what looks at an axis: the last one.
    static readonly (string Name, FormulaOperation Operation)[] OfTensors =
    [
        ("sum", new TensorFormulaOperation("Sum", 1, x => x[0].Sum())),
        ("mean", new TensorFormulaOperation("Mean", 1, x => x[0].Mean())),
        ("prod", new TensorFormulaOperation("Product", 1, x => x[0].Product())),
        ("norm", new TensorFormulaOperation("Norm", 1, x => x[0].Norm())),
        ("variance", new TensorFormulaOperation("Variance", 1, x => x[0].Variance(correction: 0))),
        ("dot", new TensorFormulaOperation("Dot", 2, Dot)),
        ("matmul", MatMul),
        ("T", Transpose),
        ("transpose", Transpose),
        ("hadamard", Hadamard),
        ("softmax", new TensorFormulaOperation("Softmax", 1, x => x[0].Softmax())),
        ("logsoftmax", new TensorFormulaOperation("LogSoftmax", 1, x => x[0].LogSoftmax())),
        ("logsumexp", new TensorFormulaOperation("LogSumExp", 1, x => x[0].LogSumExp())),
    ];

    /// <summary>Functions of two numbers that with one argument fold a tensor.</summary>
    public static IReadOnlyDictionary<string, FormulaOperation> Folds { get; } = new Dictionary<string, FormulaOperation>(StringComparer.Ordinal)
    {
        ["max"] = new TensorFormulaOperation("Max", 1, x => x[0].Max()),
        ["min"] = new TensorFormulaOperation("Min", 1, x => x[0].Min()),
    };

    static Tensor Dot(Tensor[] x) => x[0].Shape == x[1].Shape
        ? (x[0] * x[1]).Sum()
        : throw new ShapeException($"Dot: cannot multiply {x[0].Shape} by {x[1].Shape}: the shapes differ.", x[0].Shape, x[1].Shape);

    /// <summary>The functions by name: the operation's in lower case, and a few that mathematics uses.</summary>
    [RequiresUnreferencedCode(FindsByReflection)]
    [RequiresDynamicCode(FindsByReflection)]
    public static IReadOnlyDictionary<string, FormulaOperation> All() => all ??= Find();

    [RequiresUnreferencedCode(FindsByReflection)]
    [RequiresDynamicCode(FindsByReflection)]
    static Dictionary<string, FormulaOperation> Find()
    {
        var found = new Dictionary<string, FormulaOperation>(StringComparer.Ordinal);
        foreach (Type type in typeof(Elementwise).Assembly.GetExportedTypes())
        {
            if (type.IsValueType && Vertex(type) is { } vertex)
                found.Add(type.Name.ToLowerInvariant(), (FormulaOperation)Activator.CreateInstance(vertex.MakeGenericType(type))!);
        }
        foreach ((string name, FormulaOperation operation) in OfTensors) found.Add(name, operation);
        foreach ((string name, string operation) in Aliases) found.Add(name, found[operation.ToLowerInvariant()]);
        return found;
    }

    static Type? Vertex([DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.Interfaces)] Type type)
    {
        foreach (Type i in type.GetInterfaces())
        {
            if (!i.IsGenericType) continue;
            Type family = i.GetGenericTypeDefinition();
            if (family == typeof(IUnary<>)) return typeof(UnaryFormulaOperation<>);
            if (family == typeof(IBinary<>)) return typeof(BinaryFormulaOperation<>);
            if (family == typeof(ITernary<>)) return typeof(TernaryFormulaOperation<>);
        }
        return null;
    }
}
