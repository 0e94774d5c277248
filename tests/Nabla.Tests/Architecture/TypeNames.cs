using System.Reflection;

namespace Nabla.Tests.Architecture;

/// <summary>Types as C# writes them, with the question marks of nullable references.</summary>
static class TypeNames
{
    static readonly NullabilityInfoContext Nullability = new();

    static readonly Dictionary<Type, string> Keywords = new (Type Type, string Name)[]
    {
        (typeof(void), "void"), (typeof(bool), "bool"), (typeof(byte), "byte"), (typeof(sbyte), "sbyte"), (typeof(short), "short"),
        (typeof(ushort), "ushort"), (typeof(int), "int"), (typeof(uint), "uint"), (typeof(long), "long"), (typeof(ulong), "ulong"),
        (typeof(nint), "nint"), (typeof(nuint), "nuint"), (typeof(float), "float"), (typeof(double), "double"), (typeof(decimal), "decimal"),
        (typeof(char), "char"), (typeof(string), "string"), (typeof(object), "object"),
    }.ToDictionary(k => k.Type, k => k.Name);

    public static string Of(ParameterInfo p) => Of(p.ParameterType, Nullability.Create(p), byRef: p.Position < 0);

    public static string Of(PropertyInfo p) => Of(p.PropertyType, Nullability.Create(p), byRef: true);

    public static string Of(FieldInfo f) => Of(f.FieldType, Nullability.Create(f), byRef: true);

    /// <summary>The type's own name with its parameters, without namespace and outer types.</summary>
    public static string Simple(Type t) => t.Name.Split('`')[0];

    /// <summary>Namespace, outer types and name: how a listing is ordered.</summary>
    public static string Path(Type t)
    {
        string name = Simple(t) + Arguments(OwnArguments(t).Select(a => a.Name));
        return t.DeclaringType is { } outer ? $"{Path(outer)}.{name}" : $"{t.Namespace}.{name}";
    }

    public static string Of(Type t, NullabilityInfo? nullability = null, bool byRef = false)
    {
        if (t.IsByRef)
            return (byRef ? "ref " : "") + Of(t.GetElementType()!, nullability);
        if (Nullable.GetUnderlyingType(t) is { } value)
            return Of(value) + "?";
        string mark = nullability is { ReadState: NullabilityState.Nullable } && !t.IsValueType ? "?" : "";
        if (t.IsArray)
            return $"{Of(t.GetElementType()!, nullability?.ElementType)}[{new string(',', t.GetArrayRank() - 1)}]{mark}";
        if (t.IsPointer)
            return Of(t.GetElementType()!) + "*";
        if (t.IsGenericParameter)
            return t.Name; // an unconstrained parameter reads as nullable whatever the code says
        if (Keywords.TryGetValue(t, out string? keyword))
            return keyword + mark;
        Type[] arguments = t.IsGenericType ? t.GetGenericArguments() : [];
        NullabilityInfo[] inner = nullability?.GenericTypeArguments ?? [];
        if (t.FullName?.StartsWith("System.ValueTuple`", StringComparison.Ordinal) == true)
            return $"({string.Join(", ", arguments.Select((a, i) => Of(a, i < inner.Length ? inner[i] : null)))})";
        string outer = t.DeclaringType is { } d ? Simple(d) + "." : "";
        return $"{outer}{Simple(t)}{Arguments(arguments.Select((a, i) => Of(a, i < inner.Length ? inner[i] : null)))}{mark}";
    }

    static IEnumerable<Type> OwnArguments(Type t) =>
        t.IsGenericType ? t.GetGenericArguments().Skip(t.DeclaringType is { IsGenericType: true } outer ? outer.GetGenericArguments().Length : 0) : [];

    static string Arguments(IEnumerable<string> arguments) => arguments.Any() ? $"<{string.Join(", ", arguments)}>" : "";
}
