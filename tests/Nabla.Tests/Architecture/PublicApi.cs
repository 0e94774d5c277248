using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.RegularExpressions;

namespace Nabla.Tests.Architecture;

/// <summary>The public interface of an assembly as stable text: a type or a member a line, in ordinal order.</summary>
static partial class PublicApi
{
    const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    public static string Of(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (Type type in assembly.GetExportedTypes().Where(t => !Generated(t)).OrderBy(TypeNames.Path, StringComparer.Ordinal))
        {
            text.Append(text.Length > 0 ? "\n" : "").Append(Header(type)).Append('\n');
            foreach (string member in Members(type).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
                text.Append("    ").Append(member).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The marker types that the compiler makes for extension blocks (<c>&lt;G&gt;$…</c>) and its other inventions.</summary>
    static bool Generated(Type t) => t.FullName!.Contains('<', StringComparison.Ordinal);

    static string Header(Type t)
    {
        string kind = t.IsEnum ? "enum" : t.IsInterface ? "interface" : t.IsSubclassOf(typeof(Delegate)) ? "delegate"
            : t.IsValueType ? Has<IsReadOnlyAttribute>(t) ? "readonly struct" : "struct"
            : t is { IsAbstract: true, IsSealed: true } ? "static class" : t.IsAbstract ? "abstract class" : t.IsSealed ? "sealed class" : "class";
        kind = t.IsByRefLike ? "ref " + kind : kind;
        IEnumerable<Type> bases = t.IsEnum || kind == "delegate" ? []
            : new[] { t.BaseType }.Where(b => b is not null && b != typeof(object) && b != typeof(ValueType)).Select(b => b!)
                .Concat(t.GetInterfaces().Except(t.BaseType?.GetInterfaces() ?? []).OrderBy(i => TypeNames.Of(i), StringComparer.Ordinal));
        string list = string.Join(", ", bases.Select(b => TypeNames.Of(b)));
        return $"{kind} {TypeNames.Path(t)}{(list.Length > 0 ? " : " + list : "")}{Constraints(t.GetGenericArguments())}";
    }

    static IEnumerable<string> Members(Type t)
    {
        if (t.IsEnum)
            return Enum.GetNames(t).Select(n => string.Create(CultureInfo.InvariantCulture, $"{n} = {Enum.Format(t, Enum.Parse(t, n), "d")}"));
        if (t.IsSubclassOf(typeof(Delegate)))
            return [Method(t.GetMethod("Invoke")!, how: "")];
        Type[] extensions = [.. t.GetNestedTypes(Declared).Where(n => n.Name.StartsWith("<G>$", StringComparison.Ordinal))];
        HashSet<string> implementations = [.. extensions.SelectMany(e => e.GetMethods(Declared)).Select(m => m.Name)];
        return Of(t, m => !implementations.Contains(m.Name)).Concat(extensions.SelectMany(Extension));
    }

    static IEnumerable<string> Of(Type t, Func<MethodInfo, bool> wanted)
    {
        foreach (FieldInfo f in t.GetFields(Declared).Where(f => f.IsPublic || f.IsFamily || f.IsFamilyOrAssembly))
        {
            string how = f.IsLiteral ? "const " : (f.IsStatic ? "static " : "") + (f.IsInitOnly ? "readonly " : "");
            string value = f.IsLiteral ? " = " + Literal(f.GetRawConstantValue()) : "";
            yield return $"{Access(f.IsPublic)}{how}{TypeNames.Of(f)} {f.Name}{value}";
        }

        foreach (ConstructorInfo c in t.GetConstructors(Declared).Where(c => !c.IsStatic && Visible(c)))
            yield return $"{Access(c.IsPublic)}{TypeNames.Simple(t)}({Parameters(c)})";
        foreach (PropertyInfo p in t.GetProperties(Declared))
        {
            MethodInfo? get = p.GetMethod is { } g && Visible(g) ? g : null, set = p.SetMethod is { } s && Visible(s) ? s : null;
            if ((get ?? set) is not { } first)
                continue;
            string setter = set is null ? "" : set.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) ? " init;" : " set;";
            string index = p.GetIndexParameters().Length > 0 ? $"[{string.Join(", ", p.GetIndexParameters().Select(Parameter))}]" : "";
            yield return $"{Access(first.IsPublic)}{How(first)}{(Has<RequiredMemberAttribute>(p) ? "required " : "")}"
                + $"{TypeNames.Of(p)} {(index.Length > 0 ? "this" + index : p.Name)} {{{(get is null ? "" : " get;")}{setter} }}";
        }

        foreach (EventInfo e in t.GetEvents(Declared).Where(e => Visible(e.AddMethod!)))
            yield return $"{How(e.AddMethod!)}event {TypeNames.Of(e.EventHandlerType!)} {e.Name}";
        foreach (MethodInfo m in t.GetMethods(Declared).Where(m => Visible(m) && wanted(m)))
        {
            if (!m.IsSpecialName || m.Name.StartsWith("op_", StringComparison.Ordinal))
                yield return Method(m, How(m));
        }
    }

    /// <summary>The extension methods and operators of a static class, with their names as the compiler has them.</summary>
    public static IEnumerable<(string Name, string Signature)> ExtensionMembers(Type type) =>
        from line in type.GetNestedTypes(Declared).Where(n => n.Name.StartsWith("<G>$", StringComparison.Ordinal)).SelectMany(Extension)
        where line.EndsWith(')')
        let member = line[(line.IndexOf(')', StringComparison.Ordinal) + 2)..]
        let name = CalledName().Match(member).Groups["name"].Value
        select (name, line);

    /// <summary>The members of one extension block, as <c>extension(Tensor x) Tensor Tanh()</c>.</summary>
    static IEnumerable<string> Extension(Type group)
    {
        Type marker = group.GetNestedTypes(Declared).First(n => n.Name.StartsWith("<M>$", StringComparison.Ordinal));
        MethodInfo receiver = marker.GetMethods(Declared).First(m => m.Name == "<Extension>$");
        string parameters = group.IsGenericType ? $"<{string.Join(", ", marker.GetGenericArguments().Select(a => a.Name))}>" : "";
        string head = $"extension{parameters}({Parameter(receiver.GetParameters()[0])}){Constraints(marker.GetGenericArguments())}";
        return Of(group, _ => true).Select(m => $"{head} {Named(m)}");

        // In the members the block's type parameters are called $T0, $T1.
        string Named(string member) => marker.GetGenericArguments().Aggregate(member, (text, a) =>
            text.Replace(string.Create(CultureInfo.InvariantCulture, $"$T{a.GenericParameterPosition}"), a.Name, StringComparison.Ordinal));
    }

    static string Method(MethodInfo m, string how)
    {
        string generic = m.IsGenericMethod ? $"<{string.Join(", ", m.GetGenericArguments().Select(a => a.Name))}>" : "";
        bool classic = Has<ExtensionAttribute>(m) && m.IsStatic;
        return $"{Access(m.IsPublic)}{how}{TypeNames.Of(m.ReturnParameter)} {m.Name}{generic}({(classic ? "this " : "")}{Parameters(m)}){Constraints(m.GetGenericArguments())}";
    }

    static string How(MethodInfo m) => (m.IsStatic ? "static " : "")
        + (m.IsAbstract ? "abstract " : m is { IsVirtual: true, IsFinal: false } ? m.GetBaseDefinition() != m ? "override " : "virtual " : "");

    static string Parameters(MethodBase m) => string.Join(", ", m.GetParameters().Select(Parameter));

    static string Parameter(ParameterInfo p)
    {
        bool many = Has<ParamArrayAttribute>(p) || Has<ParamCollectionAttribute>(p);
        string by = !p.ParameterType.IsByRef ? "" : p.IsOut ? "out " : p.IsIn ? "in " : Has<RequiresLocationAttribute>(p) ? "ref readonly " : "ref ";
        string otherwise = p.HasDefaultValue ? " = " + Literal(p.RawDefaultValue) : "";
        return $"{(many ? "params " : "")}{by}{TypeNames.Of(p)} {p.Name}{otherwise}";
    }

    static string Literal(object? value) => value switch
    {
        null => "default",
        string s => $"\"{s}\"",
        bool b => b ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    static string Constraints(Type[] parameters)
    {
        var text = new StringBuilder();
        foreach (Type p in parameters.Where(p => p.IsGenericParameter))
        {
            GenericParameterAttributes a = p.GenericParameterAttributes;
            bool isStruct = a.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
            List<string> all = [];
            if (isStruct)
                all.Add(Has(p, "IsUnmanagedAttribute") ? "unmanaged" : "struct");
            if (a.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint))
                all.Add("class");
            all.AddRange(p.GetGenericParameterConstraints().Where(c => c != typeof(ValueType)).Select(c => TypeNames.Of(c)).Order(StringComparer.Ordinal));
            if (a.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct)
                all.Add("new()");
            if (a.HasFlag(GenericParameterAttributes.AllowByRefLike))
                all.Add("allows ref struct");
            if (all.Count > 0)
                text.Append(" where ").Append(p.Name).Append(" : ").AppendJoin(", ", all);
        }

        return text.ToString();
    }

    static bool Visible(MethodBase m) => m.IsPublic || m.IsFamily || m.IsFamilyOrAssembly;

    static string Access(bool isPublic) => isPublic ? "" : "protected ";

    static bool Has<T>(ICustomAttributeProvider member) where T : Attribute => member.IsDefined(typeof(T), inherit: false);

    static bool Has(MemberInfo member, string attribute) => member.GetCustomAttributesData().Any(a => a.AttributeType.Name == attribute);

    /// <summary>The word before the first parenthesis that follows a word: a returned tuple's follows none.</summary>
    [GeneratedRegex(@"(?<name>\w+)\(", RegexOptions.ExplicitCapture)]
    private static partial Regex CalledName();
}
