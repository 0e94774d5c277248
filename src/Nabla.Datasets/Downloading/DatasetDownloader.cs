namespace Nabla.Data;

/// <summary>Fetches the large data sets into the user's cache folder.</summary>
/// <remarks>
/// A file is written under its name with <c>.part</c> and gets its own name only when the SHA-256 of its unpacked content
/// is the published one. An interrupted download is resumed, by the next try or the next call. Calls for the same data set,
/// from any process, take turns.
/// </remarks>
public sealed class DatasetDownloader
{
    // Timeouts are those of the options, which can tell silence from a slow line.
    static readonly Lazily<HttpClient> Shared = new(() =>
        new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = Timeout.InfiniteTimeSpan });

    readonly HttpClient client;
    readonly DatasetDownloadOptions options;

    /// <summary>A downloader.</summary>
    /// <param name="client">What sends requests; null (default) for one that all downloaders share.</param>
    /// <param name="options">Where and how; null (default) for the defaults.</param>
    public DatasetDownloader(HttpClient? client = null, DatasetDownloadOptions? options = null)
    {
        this.client = client ?? Shared.Value;
        this.options = options ?? new();
    }

    /// <summary>Fetches what is missing of a data set; files that are there and right stay.</summary>
    /// <param name="name">E.g. <c>mnist</c>. For an embedded data set there is nothing to do.</param>
    /// <param name="progress">Is told how far each file has come; null (default) for nobody.</param>
    /// <param name="cancellationToken">Stops the download; what has arrived stays for the next call.</param>
    /// <returns>Where the data set is now.</returns>
    /// <exception cref="DatasetNotFoundException">No data set has that name.</exception>
    /// <exception cref="DatasetDownloadException">No address gave a file with the right content, or it could not be stored.</exception>
    /// <exception cref="OperationCanceledException">The call was cancelled.</exception>
    public async Task<DatasetLocation> GetAsync(string name, IProgress<DownloadProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if (TextSet.Find(name) is { } text)
        {
            DatasetLocation location = DataLocator.FromEnvironment().Locate(name);
            return location.Present ? location : throw new DatasetDownloadException(text.Name, "its file", [$"no address is known. {text.Hint}"]);
        }

        Dataset dataset = Datasets.Find(name) ?? throw new DatasetNotFoundException(name);
        string? folder = StoredSets.Find(name) switch
        {
            null => null,
            ImageSet set => await GetAsync(set, progress, cancellationToken).ConfigureAwait(false),
            { } set => Found(set),
        };
        return new DatasetLocation(dataset.Name, folder, dataset.TrainCount, dataset.TestCount, Present: true);
    }

    /// <summary>The folder of a set whose files nobody publishes one by one: it is there, or a person must put it there.</summary>
    string Found(IStoredSet set)
    {
        DataLocator environment = DataLocator.FromEnvironment();
        return environment.Find(set) ?? throw new DatasetDownloadException(set.Name, "its files",
            [$"no address has them one by one. {StoredSets.Hint(set)}: {Path.Combine(options.CacheFolder ?? environment.CacheFolder ?? "a folder of NABLA_DATA", set.Name)}"]);
    }

    /// <summary>Fetches what is missing of a set of images.</summary>
    /// <returns>The folder with its files.</returns>
    internal async Task<string> GetAsync(ImageSet set, IProgress<DownloadProgress>? progress, CancellationToken cancellationToken)
    {
        string root = options.CacheFolder ?? DataLocator.FromEnvironment().CacheFolder
            ?? throw new DatasetDownloadException(set.Name, "its files", ["the user has no home folder to store them in"]);
        string folder = Path.Combine(root, set.Name);
        try
        {
            Directory.CreateDirectory(folder);
            using FolderLock turn = await FolderLock.AcquireAsync(folder, cancellationToken).ConfigureAwait(false);
            for (int i = 0; i < set.Files.Count; i++)
            {
                var download = new FileDownload(client, options, set, i, folder, progress);
                await download.RunAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetDownloadException(set.Name, "its files", [$"{folder} cannot be written: {e.Message.TrimEnd('.')}"], e);
        }

        return folder;
    }
}
