namespace Nabla.Data;

/// <summary>A data set in files of known names.</summary>
interface IStoredSet
{
    /// <summary>The data set's name.</summary>
    string Name { get; }

    /// <summary>Its files, without <c>.gz</c>.</summary>
    IReadOnlyList<string> FileNames { get; }

    /// <summary>A folder inside the data set's own where its archive puts the files; empty if there is none.</summary>
    string ArchiveFolder { get; }
}
