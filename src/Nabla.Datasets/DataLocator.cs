namespace Nabla.Data;

/// <summary>Finds data sets on this machine.</summary>
/// <remarks>
/// Searched in order: the folder NAME in <c>NABLA_DATA</c>; in the user's cache (<c>$XDG_CACHE_HOME/nabla</c> or
/// <c>~/.cache/nabla</c>, on Windows <c>%LOCALAPPDATA%\nabla</c>, on macOS <c>~/Library/Caches/nabla</c>); in
/// <c>/usr/share/datasets</c>, where Debian's packages put them. The first folder with all files is taken; each file may be
/// gzip, with the ending .gz, or plain. Texts (<c>names</c>, <c>shakespeare</c>) lie in the folder <c>text</c> instead.
/// </remarks>
public sealed class DataLocator
{
    readonly string[] roots;

    /// <summary>Searches given folders.</summary>
    /// <param name="dataFolder">The user's folder of data sets, searched first; null for none.</param>
    /// <param name="cacheFolder">Where downloads go, searched next; null for none.</param>
    /// <param name="systemFolder">The system's folder of data sets, searched last; null for none.</param>
    public DataLocator(string? dataFolder, string? cacheFolder, string? systemFolder)
    {
        CacheFolder = cacheFolder;
        roots = [.. new[] { dataFolder, cacheFolder, systemFolder }.OfType<string>()];
    }

    /// <summary>Where downloads go: the folder that holds a folder for each data set; null if the user has no home.</summary>
    public string? CacheFolder { get; }

    /// <summary>Searches the folders that this process's environment names.</summary>
    public static DataLocator FromEnvironment() => FromEnvironment(Environment.GetEnvironmentVariable,
        OperatingSystem.IsWindows() ? PlatformID.Win32NT : OperatingSystem.IsMacOS() ? PlatformID.MacOSX : PlatformID.Unix,
        Environment.GetFolderPath(Environment.SpecialFolder.UserProfile));

    internal static DataLocator FromEnvironment(Func<string, string?> variable, PlatformID platform, string home)
    {
        string? cache = platform switch
        {
            PlatformID.Win32NT => Rooted("LOCALAPPDATA") ?? InHome("AppData", "Local"),
            PlatformID.MacOSX => InHome("Library", "Caches"),
            _ => Rooted("XDG_CACHE_HOME") ?? InHome(".cache"),
        };
        string? data = variable("NABLA_DATA");
        return new DataLocator(
            string.IsNullOrEmpty(data) ? null : data,
            cache is null ? null : Path.Combine(cache, "nabla"),
            platform == PlatformID.Unix ? "/usr/share/datasets" : null);

        // The XDG specification: a relative path is to be ignored.
        string? Rooted(string name) => variable(name) is { } value && Path.IsPathRooted(value) ? value : null;
        string? InHome(params string[] names) => home.Length == 0 ? null : Path.Combine([home, .. names]);
    }

    /// <summary>The folders in which a data set is looked for, in order.</summary>
    /// <param name="name">Name of the data set.</param>
    /// <returns>Folders, existing or not.</returns>
    public IReadOnlyList<string> FoldersOf(string name) => [.. roots.Select(root => Path.Combine(root, name))];

    /// <summary>Whether and where a data set is.</summary>
    /// <param name="name">E.g. <c>mnist</c>.</param>
    /// <returns>Its location; the files' content is not read.</returns>
    /// <exception cref="DatasetNotFoundException">No data set has that name.</exception>
    public DatasetLocation Locate(string name) => TextSet.Find(name) is { } text ? Locate(text)
        : Locate(Datasets.Find(name) ?? throw new DatasetNotFoundException(name));

    /// <summary>Where a data set is that must be there.</summary>
    /// <param name="name">E.g. <c>mnist</c>.</param>
    /// <exception cref="DatasetNotFoundException">No data set has that name, or its files are in none of the folders; the message says which, and what to do.</exception>
    public DatasetLocation Require(string name)
    {
        DatasetLocation location = Locate(name);
        if (location.Present)
            return location;
        throw TextSet.Find(name) is { } text ? NotFound(text) : StoredSets.NotFound(StoredSets.Find(name)!, this);
    }

    /// <summary>The error where a text is in none of the folders.</summary>
    internal DatasetNotFoundException NotFound(TextSet set) => new(set.Name, TextSet.FoldersOf(this), set.Hint);

    /// <summary>Whether and where each known data set is, the texts last.</summary>
    public IReadOnlyList<DatasetLocation> List() => [.. Datasets.All.Select(Locate), .. TextSet.All.Select(Locate)];

    DatasetLocation Locate(TextSet set)
    {
        string? path = Find(set);
        return new DatasetLocation(set.Name, path, set.TrainCount, set.TestCount, path is not null);
    }

    /// <summary>The file of a text; null if it is in none of the folders.</summary>
    internal string? Find(TextSet set) => TextSet.FoldersOf(this).Select(set.FileIn).FirstOrDefault(path => path is not null);

    DatasetLocation Locate(Dataset set)
    {
        string? path = StoredSets.Find(set.Name) is { } stored ? Find(stored) : null;
        return new DatasetLocation(set.Name, path, set.TrainCount, set.TestCount, set.IsEmbedded || path is not null);
    }

    /// <summary>The first folder that has all files of a set; null if none has.</summary>
    internal string? Find(IStoredSet set) =>
        FoldersOf(set.Name)
            .SelectMany(folder => set.ArchiveFolder.Length == 0 ? [folder] : new[] { folder, Path.Combine(folder, set.ArchiveFolder) })
            .FirstOrDefault(folder => set.FileNames.All(name => FileIn(folder, name) is not null));

    /// <summary>A file, packed or plain; null if it isn't there. The packed one is preferred: it carries a checksum.</summary>
    internal static string? FileIn(string folder, string name)
    {
        string plain = Path.Combine(folder, name);
        return File.Exists(plain + ".gz") ? plain + ".gz" : File.Exists(plain) ? plain : null;
    }
}
