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

    public static FormulaOperation Multiply { get; } = new BinaryFormulaOperation<Multiply>();

    public static FormulaOperation Divide { get; } = new BinaryFormulaOperation<Divide>();

    public static FormulaOperation Pow { get; } = new BinaryFormulaOperation<Pow>();

    public static FormulaOperation Negate { get; } = new UnaryFormulaOperation<Negate>();

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
