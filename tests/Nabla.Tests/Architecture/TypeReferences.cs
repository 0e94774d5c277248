using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Nabla.Tests.Architecture;

/// <summary>Which types of its own assembly a type names: in its declaration, its signatures and the code of its methods.</summary>
static class TypeReferences
{
    const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    static readonly Dictionary<short, OpCode> OpCodesByValue = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => c.Value);

    /// <summary>The outermost types of the same assembly that <paramref name="type"/> or a type nested in it names, itself left out.</summary>
    public static IReadOnlySet<Type> Of(Type type)
    {
        var found = new HashSet<Type>();
        Collect(type, found);
        found.Remove(type);
        return found;

        void Collect(Type t, HashSet<Type> into)
        {
            Add(t.BaseType);
            foreach (Type i in t.GetInterfaces())
                Add(i);
            AddConstraints(t.IsGenericTypeDefinition ? t.GetGenericArguments() : []);
            AddAttributes(t);
            foreach (FieldInfo f in t.GetFields(All))
            {
                Add(f.FieldType);
                AddAttributes(f);
            }

            foreach (MethodBase m in t.GetMethods(All).Cast<MethodBase>().Concat(t.GetConstructors(All)))
            {
                Add((m as MethodInfo)?.ReturnType);
                foreach (ParameterInfo p in m.GetParameters())
                    Add(p.ParameterType);
                AddConstraints(m.IsGenericMethodDefinition ? m.GetGenericArguments() : []);
                AddAttributes(m);
                AddBody(m);
            }

            foreach (Type nested in t.GetNestedTypes(All))
                Collect(nested, into);
        }

        void Add(Type? t)
        {
            while (t is { HasElementType: true })
                t = t.GetElementType();
            if (t is null || t.IsGenericParameter)
                return;
            foreach (Type argument in t.IsConstructedGenericType ? t.GenericTypeArguments : [])
                Add(argument);
            if (t.Assembly == type.Assembly)
                found.Add(Outermost(t));
        }

        void AddConstraints(Type[] parameters)
        {
            foreach (Type constraint in parameters.SelectMany(p => p.GetGenericParameterConstraints()))
                Add(constraint);
        }

        void AddAttributes(MemberInfo member)
        {
            foreach (CustomAttributeData a in member.GetCustomAttributesData())
                Add(a.AttributeType);
        }

        void AddBody(MethodBase method)
        {
            if (method.GetMethodBody() is not { } body)
                return;
            foreach (LocalVariableInfo local in body.LocalVariables)
                Add(local.LocalType);
            foreach (ExceptionHandlingClause clause in body.ExceptionHandlingClauses)
                Add(clause.Flags == ExceptionHandlingClauseOptions.Clause ? clause.CatchType : null);
            foreach (int token in Tokens(body.GetILAsByteArray()!))
                AddMember(Resolve(method, token));
        }

        void AddMember(MemberInfo? member)
        {
            Add(member as Type ?? member?.DeclaringType);
            Add((member as FieldInfo)?.FieldType);
            if (member is MethodBase { IsGenericMethod: true } generic)
            {
                foreach (Type argument in generic.GetGenericArguments())
                    Add(argument);
            }
        }
    }

    /// <summary>The type that stands in a file by itself, for a type nested in it at any depth.</summary>
    public static Type Outermost(Type t)
    {
        t = t.IsConstructedGenericType ? t.GetGenericTypeDefinition() : t;
        while (t.DeclaringType is { } outer)
            t = outer;
        return t;
    }

    static MemberInfo? Resolve(MethodBase method, int token) => method.Module.ResolveMember(
        token,
        method.DeclaringType!.IsGenericType ? method.DeclaringType.GetGenericArguments() : null,
        method.IsGenericMethod ? method.GetGenericArguments() : null);

    static IEnumerable<int> Tokens(byte[] code)
    {
        for (int at = 0; at < code.Length;)
        {
            short value = code[at++];
            if (value == 0xFE)
                value = (short)(0xFE00 | code[at++]);
            OpCode operation = OpCodesByValue[value];
            if (operation.OperandType is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType)
                yield return BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at));
            at += operation.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BinaryPrimitives.ReadInt32LittleEndian(code.AsSpan(at)),
                _ => 4,
            };
        }
    }
}
