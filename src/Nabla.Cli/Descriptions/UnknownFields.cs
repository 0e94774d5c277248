using Nabla.Diagnostics;

namespace Nabla.Cli.Descriptions;

/// <summary>A field that nobody reads is a mistake of the writer.</summary>
internal static class UnknownFields
{
    public static void Refuse(LocatedJson json, IReadOnlyCollection<string> known)
    {
        foreach ((string name, LocatedJson value) in json.Members)
        {
            if (!known.Contains(name, StringComparer.Ordinal))
                throw value.Wrong($"there is no such field.{NearestName.Hint(name, known.Except(json.Members.Select(m => m.Name), StringComparer.Ordinal))}");
        }
    }
}
