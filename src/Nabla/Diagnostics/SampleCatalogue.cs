using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Nabla.Numbers;
using Nabla.Operations;

namespace Nabla.Diagnostics;

/// <summary>Everything of one name that a gradient check runs.</summary>
/// <param name="Name">The name.</param>
/// <param name="Kind">Operation, loss or layer.</param>
/// <param name="IsFlat">Whether the definition states that the derivative is 0 everywhere.</param>
/// <param name="Samples">The applications.</param>
internal sealed record SampleGroup(string Name, GradientCheckKind Kind, bool IsFlat, IReadOnlyList<Sample> Samples)
{
    /// <summary>Whether a name, in any case of letters, means this.</summary>
    public bool Is(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);
}

/// <summary>Finds samples by reflection: those of elementwise structs follow from the definitions, others stand in methods named Samples.</summary>
internal static class SampleCatalogue
{
    /// <summary>Why this cannot be trimmed.</summary>
    public const string Reflects = "Operations, losses and layers are found by reflection.";

    /// <summary>Everything of the library, operations first, then losses, then layers, each in the order of the alphabet.</summary>
    [RequiresUnreferencedCode(Reflects)]
    [RequiresDynamicCode(Reflects)]
    public static IReadOnlyList<SampleGroup> Groups(ulong seed)
    {
        IEnumerable<(Type Type, Sample Sample, bool Flat)> samples = typeof(SampleCatalogue).Assembly.GetTypes()
            .SelectMany(type => Written(type, seed).Concat(Derived(type, seed)));
        IEnumerable<SampleGroup> groups =
            from s in samples
            group s by (Kind: KindOf(s.Type), s.Sample.Name) into g
            select new SampleGroup(g.Key.Name, g.Key.Kind, g.All(s => s.Flat), [.. g.Select(s => s.Sample)]);
        return [.. groups.OrderBy(g => g.Kind).ThenBy(g => g.Name, StringComparer.Ordinal)];
    }

    /// <summary>The samples that stand beside a definition.</summary>
    [RequiresUnreferencedCode(Reflects)]
    static IEnumerable<(Type Type, Sample Sample, bool Flat)> Written(Type type, ulong seed)
    {
        const BindingFlags any = BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public | BindingFlags.DeclaredOnly;
        MethodInfo? method = type.IsGenericTypeDefinition ? null : type.GetMethod("Samples", any, [typeof(RandomStream)]);
        if (method?.ReturnType != typeof(IEnumerable<Sample>)) return [];
        var samples = (IEnumerable<Sample>)method.Invoke(null, [new RandomStream(seed, type.FullName!)])!;
        return samples.Select(s => (type, s, false));
    }

    /// <summary>The samples of an elementwise struct.</summary>
    [RequiresUnreferencedCode(Reflects)]
    [RequiresDynamicCode(Reflects)]
    static IEnumerable<(Type Type, Sample Sample, bool Flat)> Derived(Type type, ulong seed)
    {
        if (!type.IsValueType || type.IsGenericType) return [];
        string? method = type.GetInterfaces().Where(i => i.IsGenericType).Select(i => i.GetGenericTypeDefinition()).Select(i =>
            i == typeof(IUnary<>) ? nameof(ElementwiseSamples.Unary)
            : i == typeof(IBinary<>) ? nameof(ElementwiseSamples.Binary)
            : i == typeof(ITernary<>) ? nameof(ElementwiseSamples.Ternary) : null).FirstOrDefault(name => name is not null);
        if (method is null) return [];
        var (samples, flat) = ((IEnumerable<Sample>, bool))typeof(ElementwiseSamples).GetMethod(method)!.MakeGenericMethod(type)
            .Invoke(null, [new RandomStream(seed, type.FullName!)])!;
        return samples.Select(s => (type, s, flat));
    }

    static GradientCheckKind KindOf(Type type) => type.Namespace switch
    {
        { } name when name.StartsWith("Nabla.Layers", StringComparison.Ordinal) => GradientCheckKind.Layer,
        { } name when name.StartsWith("Nabla.Classic", StringComparison.Ordinal) => GradientCheckKind.Layer,
        { } name when name.StartsWith("Nabla.Losses", StringComparison.Ordinal) => GradientCheckKind.Loss,
        _ => GradientCheckKind.Operation,
    };
}
