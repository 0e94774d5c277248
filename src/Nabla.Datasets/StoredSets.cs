namespace Nabla.Data;

/// <summary>The data sets that lie in files of their own.</summary>
static class StoredSets
{
    const string CifarPage = "https://www.cs.toronto.edu/~kriz/cifar.html";

    static readonly IStoredSet[] All = [.. ImageSet.All, CifarSet.Cifar10, CifarSet.Cifar10Subset];

    /// <summary>A set by its name; null if none has it.</summary>
    public static IStoredSet? Find(string name) => Array.Find(All, s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>How a set gets onto this machine, a sentence without its full stop.</summary>
    public static string Hint(IStoredSet set) => set switch
    {
        ImageSet => $"Fetch them with: nabla data get {set.Name}",
        _ when ReferenceEquals(set, CifarSet.Cifar10) => $"Unpack cifar-10-binary.tar.gz of {CifarPage} there",
        _ => $"Put {string.Join(" and ", set.FileNames)} there, plain or with .gz",
    };

    /// <summary>The error where a set's files are in none of the folders.</summary>
    public static DatasetNotFoundException NotFound(IStoredSet set, DataLocator locator) => new(set.Name, locator.FoldersOf(set.Name), Hint(set));
}
