namespace Nabla.Data;

/// <summary>Where data sets are fetched from and stored, and how patiently.</summary>
public sealed record DatasetDownloadOptions
{
    /// <summary>The folder that gets a folder for each data set; null (default) for the user's cache folder.</summary>
    public string? CacheFolder { get; init; }

    /// <summary>Addresses, each ending in a slash, that hold the files; null (default) for the public ones. Tried in order.</summary>
    public IReadOnlyList<Uri>? Mirrors { get; init; }

    /// <summary>Tries at each address, default 4.</summary>
    public int Attempts { get; init; } = 4;

    /// <summary>The pause before the second try at an address, default 1 second; doubled before each further one.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a server may stay silent, before it answers and in the middle, default 30 seconds.</summary>
    public TimeSpan SilenceLimit { get; init; } = TimeSpan.FromSeconds(30);
}
