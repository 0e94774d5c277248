using System.Text.Json;
using Nabla.Diagnostics;

namespace Nabla.Cli.Descriptions;

/// <summary>A kind of layer, loss or optimizer that a file can name.</summary>
/// <typeparam name="TCreate">The function that makes one.</typeparam>
/// <param name="Name">Its name in files.</param>
/// <param name="Description">What it is.</param>
/// <param name="Create">Makes one.</param>
/// <param name="Fields">What can be said about it.</param>
internal sealed record Kind<TCreate>(string Name, string Description, TCreate Create, params IReadOnlyList<Field> Fields);

/// <summary>The kinds of one sort: what a file is checked against, what its schema is written from, and how the things are made.</summary>
/// <param name="sort">What messages call one: <c>layer</c>.</param>
/// <param name="kinds">The kinds.</param>
internal sealed class Kinds<TCreate>(string sort, params IReadOnlyList<Kind<TCreate>> kinds)
{
    /// <summary>All of them.</summary>
    public IReadOnlyList<Kind<TCreate>> All => kinds;

    /// <summary>The function that makes what is described.</summary>
    public TCreate Create(Described described) => kinds.First(k => k.Name == described.Kind).Create;

    /// <summary>Reads <c>{"kind": …, fields…}</c>, or only the kind as a string.</summary>
    public Described Read(LocatedJson json)
    {
        if (json.Kind == JsonTokenType.String) return Fields(Named(json), json);
        if (json.Kind != JsonTokenType.StartObject) throw json.Wrong($"must describe a {sort} by an object or its kind as a string, not {json.KindName}.");
        LocatedJson name = json.Members.Find(m => m.Name == "kind").Value
            ?? throw json.Wrong($"the field 'kind' is missing. Kinds of {sort} are {Names()}.");
        if (name.Kind != JsonTokenType.String) throw name.Wrong($"must be a string, not {name.KindName}.");
        return Fields(Named(name), json);
    }

    Kind<TCreate> Named(LocatedJson name) => kinds.FirstOrDefault(k => k.Name == name.Text)
        ?? throw name.Wrong($"there is no {sort} '{name.Text}'.{NearestName.Hint(name.Text, kinds.Select(k => k.Name))} Known are {Names()}.");

    string Names() => string.Join(", ", kinds.Select(k => k.Name));

    static Described Fields(Kind<TCreate> kind, LocatedJson json)
    {
        UnknownFields.Refuse(json, [.. kind.Fields.Select(f => f.Name), "kind"]);
        var values = new OrderedDictionary<string, object>(StringComparer.Ordinal);
        foreach (Field field in kind.Fields)
        {
            if (json.Members.Find(m => m.Name == field.Name).Value is { } given) values.Add(field.Name, field.Read(given));
            else if (field.IsRequired) throw json.Wrong($"the field '{field.Name}' is missing: {field.Description.TrimEnd('.')}.");
            else if (field.Default is { } value) values.Add(field.Name, value);
        }
        return new Described(kind.Name, values, json);
    }
}
