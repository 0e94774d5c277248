namespace Nabla.Data;

/// <summary>A data set is not on this machine, or no data set has that name.</summary>
public sealed class DatasetNotFoundException : NablaException
{
    /// <summary>The files of a known data set are in none of the folders.</summary>
    /// <param name="name">Name of the data set.</param>
    /// <param name="folders">The folders searched, in order.</param>
    public DatasetNotFoundException(string name, IReadOnlyList<string> folders)
        : this(name, folders, $"Fetch them with: nabla data get {name}")
    {
    }

    /// <summary>The files of a known data set are in none of the folders.</summary>
    /// <param name="name">Name of the data set.</param>
    /// <param name="folders">The folders searched, in order.</param>
    /// <param name="hint">How to get them there.</param>
    public DatasetNotFoundException(string name, IReadOnlyList<string> folders, string hint)
        : base($"{name}: cannot load the data set: its files are in none of {string.Join(", ", folders)}. {hint}")
    {
        Name = name;
        Folders = folders;
    }

    /// <summary>No data set has that name.</summary>
    /// <param name="name">The name asked for.</param>
    public DatasetNotFoundException(string name)
        : base($"{name}: cannot load the data set: no such name. Known are {string.Join(", ", Datasets.All.Select(d => d.Name).Concat(TextSet.All.Select(t => t.Name)))}.")
    {
        Name = name;
        Folders = [];
    }

    /// <summary>The name asked for.</summary>
    public string Name { get; }

    /// <summary>The folders searched, in order; empty if the name is unknown.</summary>
    public IReadOnlyList<string> Folders { get; }
}
