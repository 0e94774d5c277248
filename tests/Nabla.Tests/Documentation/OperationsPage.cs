using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Nabla.Diagnostics;
using Nabla.Numbers;
using Nabla.Tests.Architecture;

namespace Nabla.Tests.Documentation;

/// <summary>docs/operations.md: every operation on tensors with its formula and derivative, as the definitions themselves compute them.</summary>
static partial class OperationsPage
{
    const string Head = """
        # Operations

        Generated from the code; `NABLA_ACCEPT_TEXT=1 dotnet test -c Release` writes it again. Formulas are the definitions computed over `Formula` numbers,
        derivatives those that the backward pass uses. Whole numbers become float32 unless said otherwise; shapes broadcast.
        "Checked" means against central differences in float64 (first and second order, both modes) in every test run.

        """;

    const int LongestFormula = 120;

    public static string Text()
    {
        var check = GradientCheck.Names().ToHashSet(StringComparer.Ordinal);
        var page = new StringBuilder(Head);
        foreach (var family in Groups().GroupBy(g => g.Family, StringComparer.Ordinal).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {family.Key}\n");
            foreach ((_, Type type, string name, string[] signatures) in family.OrderBy(m => m.Name, StringComparer.Ordinal))
                Write(page, type, name, signatures, check);
        }
        return page.ToString();
    }

    static void Write(StringBuilder page, Type type, string name, string[] signatures, HashSet<string> check)
    {
        Type? definition = type.Assembly.GetType($"Nabla.Operations.{type.Name.Replace("Extensions", "", StringComparison.Ordinal)}");
        var comment = XmlComments.OfMember(type, name) is [var first, ..] ? first : throw new InvalidOperationException($"{type}.{name} has no documentation comment.");
        page.Append(CultureInfo.InvariantCulture, $"\n### {Written(name)}\n\n{XmlComments.Text(comment, "summary")}\n\n");
        string[] calls = [.. signatures.Where(_ => Written(name) == name).Select(Call)];
        foreach (string call in calls) page.Append(CultureInfo.InvariantCulture, $"    {call}\n");
        if (calls.Length > 0) page.Append('\n');
        if (definition is { IsValueType: true }) page.Append(Formulas(definition));
        if (XmlComments.Text(comment, "returns") is { } returns) page.Append(CultureInfo.InvariantCulture, $"- returns: {returns}\n");
        if (XmlComments.Text(comment, "remarks") is { } remarks) page.Append(CultureInfo.InvariantCulture, $"- {remarks}\n");
        bool isChecked = check.Contains(name) || (definition is not null && check.Contains(definition.Name));
        page.Append(isChecked ? "- checked to the second order, in reverse and forward mode\n" : "- no derivative\n");
    }

    /// <summary>How a member is called: <c>x.Sum(Axes axes = default)</c>; what it returns is said where it is no tensor.</summary>
    static string Call(string signature)
    {
        Match parts = Member().Match(signature);
        string receiver = parts.Groups["static"].Success ? "Tensor" : parts.Groups["name"].Value, result = parts.Groups["result"].Value;
        return $"{receiver}.{parts.Groups["call"].Value}{(result == "Tensor" ? "" : " → " + result)}";
    }

    /// <summary>Value and derivatives of an elementwise definition.</summary>
    static string Formulas(Type definition)
    {
        Formula a = Formula.Variable("a"), b = Formula.Variable("b"), c = Formula.Variable("c"), x = Formula.Variable("x"), y = Formula.Variable("y");
        var lines = new StringBuilder();
        void Line(string what, string method, params object[] inputs)
        {
            string formula = Call(definition, method, inputs).ToString();
            if (formula.Length > LongestFormula) lines.Append(CultureInfo.InvariantCulture, $"- {what}: in cases, too long for a line; the definition's file has it\n");
            else lines.Append(CultureInfo.InvariantCulture, $"- {what} = `{formula}`\n");
        }
        switch (Arity(definition))
        {
            case 1:
                Line("y", "Value", x);
                Line("dy/dx", "Derivative", x, y);
                break;
            case 2:
                Line("y", "Value", a, b);
                Line("∂y/∂a", "PartialA", a, b, y);
                Line("∂y/∂b", "PartialB", a, b, y);
                break;
            case 3:
                Line("y", "Value", a, b, c);
                Line("∂y/∂a", "PartialA", a, b, c, y);
                Line("∂y/∂b", "PartialB", a, b, c, y);
                Line("∂y/∂c", "PartialC", a, b, c, y);
                break;
            default:
                return "";
        }
        var saves = (Saves)Static(definition, typeof(IElementwise), nameof(IElementwise.Saves))!;
        return lines.Append(CultureInfo.InvariantCulture, $"- saves: {saves.ToString().ToLowerInvariant()}\n").ToString();
    }

    static int Arity(Type definition) => definition.GetInterfaces().Where(i => i.IsGenericType).Select(i => i.GetGenericTypeDefinition()).Select(i =>
        i == typeof(IUnary<>) ? 1 : i == typeof(IBinary<>) ? 2 : i == typeof(ITernary<>) ? 3 : 0).DefaultIfEmpty(0).Max();

    static Formula Call(Type definition, string method, object[] inputs) =>
        (Formula)typeof(OperationsPage).GetMethod(method + inputs.Length.ToString(CultureInfo.InvariantCulture), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(definition).Invoke(null, inputs)!;

    static object? Static(Type definition, Type contract, string property) =>
        typeof(OperationsPage).GetMethod(nameof(SavesOf), BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(definition).Invoke(null, [])
        ?? throw new MissingMemberException(contract.Name, property);

    static Saves SavesOf<TOp>() where TOp : struct, IElementwise => TOp.Saves;

    static Formula Value1<TOp>(Formula x) where TOp : struct, IUnary<TOp> => TOp.Value(x);

    static Formula Derivative2<TOp>(Formula x, Formula y) where TOp : struct, IUnary<TOp> => TOp.Derivative(x, y);

    static Formula Value2<TOp>(Formula a, Formula b) where TOp : struct, IBinary<TOp> => TOp.Value(a, b);

    static Formula PartialA3<TOp>(Formula a, Formula b, Formula y) where TOp : struct, IBinary<TOp> => TOp.PartialA(a, b, y);

    static Formula PartialB3<TOp>(Formula a, Formula b, Formula y) where TOp : struct, IBinary<TOp> => TOp.PartialB(a, b, y);

    static Formula Value3<TOp>(Formula a, Formula b, Formula c) where TOp : struct, ITernary<TOp> => TOp.Value(a, b, c);

    static Formula PartialA4<TOp>(Formula a, Formula b, Formula c, Formula y) where TOp : struct, ITernary<TOp> => TOp.PartialA(a, b, c, y);

    static Formula PartialB4<TOp>(Formula a, Formula b, Formula c, Formula y) where TOp : struct, ITernary<TOp> => TOp.PartialB(a, b, c, y);

    static Formula PartialC4<TOp>(Formula a, Formula b, Formula c, Formula y) where TOp : struct, ITernary<TOp> => TOp.PartialC(a, b, c, y);

    /// <summary>Every public extension member of an operation's file: family (its folder), type, name and signatures.</summary>
    static IEnumerable<(string Family, Type Type, string Name, string[] Signatures)> Groups() =>
        from type in typeof(Tensor).Assembly.GetExportedTypes()
        where type.Namespace == "Nabla" && type.Name.EndsWith("Extensions", StringComparison.Ordinal)
        let file = SourceMap.FileOf(type)
        where file?.StartsWith("Operations/", StringComparison.Ordinal) == true
        from member in PublicApi.ExtensionMembers(type)
        group member.Signature by (Family: file.Split('/')[1], Type: type, member.Name) into overloads
        select (overloads.Key.Family, overloads.Key.Type, overloads.Key.Name, overloads.ToArray());

    /// <summary>An operator as it is written, any other member by its name.</summary>
    static string Written(string name) => name switch
    {
        "op_Addition" => "a + b",
        "op_Subtraction" => "a - b",
        "op_UnaryNegation" => "-x",
        "op_Multiply" => "a * b",
        "op_Division" => "a / b",
        "op_LessThan" => "a < b",
        "op_GreaterThan" => "a > b",
        "op_LessThanOrEqual" => "a <= b",
        "op_GreaterThanOrEqual" => "a >= b",
        "op_BitwiseAnd" => "a & b",
        "op_BitwiseOr" => "a | b",
        _ => name,
    };

    [GeneratedRegex(@"^extension\(Tensor (?<name>\w*)\) (?<static>static )?(?<result>\([^)]*\)|\S+) (?<call>\w+\(.*)$", RegexOptions.ExplicitCapture)]
    private static partial Regex Member();
}
