using System.Diagnostics;

namespace Nabla.Data.Tests;

public sealed class DatasetDownloaderTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly TinySet tiny = TinySet.Create();
    readonly List<LocalServer> servers = [];

    public void Dispose()
    {
        servers.ForEach(s => s.Dispose());
        folder.Dispose();
    }

    byte[] FileOf(LocalServer.Request request) => tiny.Packed[tiny.Images.Files.ToList().FindIndex(f => f.Name + ".gz" == request.Path)];

    LocalServer.Answer Serve(LocalServer.Request request) => LocalServer.Serve(FileOf(request), request);

    LocalServer Server(Func<LocalServer.Request, LocalServer.Answer> answer)
    {
        servers.Add(new LocalServer(answer));
        return servers[^1];
    }

    async Task<string> GetAsync(LocalServer[] mirrors, IProgress<DownloadProgress>? progress = null, TimeSpan? silence = null, CancellationToken cancellation = default)
    {
        var options = new DatasetDownloadOptions
        {
            CacheFolder = folder.Path,
            Mirrors = [.. mirrors.Select(m => m.Address)],
            RetryDelay = TimeSpan.FromMilliseconds(1),
            SilenceLimit = silence ?? TimeSpan.FromSeconds(20),
        };
        return await new DatasetDownloader(options: options).GetAsync(tiny.Images, progress, cancellation);
    }

    string Target(int i) => Path.Combine(folder.Path, "tiny", tiny.Images.Files[i].Name + ".gz");

    string Part(int i) => Target(i) + ".part";

    void WritePart(int i, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Part(i))!);
        File.WriteAllBytes(Part(i), content);
    }

    void ShouldBeComplete()
    {
        for (int i = 0; i < 4; i++)
        {
            File.ReadAllBytes(Target(i)).ShouldBe(tiny.Packed[i]);
            File.Exists(Part(i)).ShouldBeFalse();
        }
    }

    sealed class Record : IProgress<DownloadProgress>
    {
        public List<DownloadProgress> Reports { get; } = [];

        public Action<DownloadProgress>? Then { get; init; }

        public void Report(DownloadProgress value)
        {
            Reports.Add(value);
            Then?.Invoke(value);
        }
    }

    [Fact]
    public async Task A_set_is_fetched_once_and_usable_then()
    {
        LocalServer server = Server(Serve);
        var progress = new Record();
        string path = await GetAsync([server], progress);
        path.ShouldBe(Path.Combine(folder.Path, "tiny"));
        ShouldBeComplete();
        progress.Reports[^1].ShouldBe(new DownloadProgress("tiny", "t10k-labels-idx1-ubyte.gz", 3, 4, tiny.Packed[3].Length, tiny.Packed[3].Length));
        tiny.Images.ToDataset(() => new DataLocator(null, folder.Path, null)).Train.Count.ShouldBe(5);
        await GetAsync([server]);
        server.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_cut_connection_is_resumed_where_it_ended()
    {
        LocalServer server = Server(r => Serve(r) with { CutAfter = r.Number == 0 ? 1000 : null });
        await GetAsync([server]);
        ShouldBeComplete();
        server.Requests[1].ShouldBe(new LocalServer.Request("train-images-idx3-ubyte.gz", 1000, 1));
    }

    [Fact]
    public async Task What_an_earlier_call_left_is_resumed()
    {
        WritePart(0, tiny.Packed[0][..1234]);
        LocalServer server = Server(Serve);
        await GetAsync([server]);
        ShouldBeComplete();
        server.Requests[0].From.ShouldBe(1234);
    }

    [Fact]
    public async Task A_complete_part_needs_nothing_more()
    {
        WritePart(0, tiny.Packed[0]);
        LocalServer server = Server(Serve);
        await GetAsync([server]);
        ShouldBeComplete();
        server.Requests.Count(r => r.Path == "train-images-idx3-ubyte.gz").ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_ignores_ranges_starts_anew()
    {
        WritePart(0, new byte[1234]);
        await GetAsync([Server(r => LocalServer.Serve(FileOf(r), r with { From = null }))]);
        ShouldBeComplete();
    }

    [Fact]
    public async Task A_server_that_answers_with_another_range_is_not_believed()
    {
        WritePart(0, tiny.Packed[0][..100]);
        await GetAsync([Server(r => LocalServer.Serve(FileOf(r), r with { From = r.From - 50 }))]);
        ShouldBeComplete();
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1_000_000)]
    [InlineData(4_500)]
    public async Task A_damaged_part_is_discarded(int length)
    {
        WritePart(0, new byte[length]);
        await GetAsync([Server(Serve)]);
        ShouldBeComplete();
    }

    [Fact]
    public async Task A_damaged_file_is_fetched_again()
    {
        LocalServer server = Server(Serve);
        await GetAsync([server]);
        File.WriteAllBytes(Target(1), tiny.Packed[0]);
        await GetAsync([server]);
        ShouldBeComplete();
        server.Requests.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Wrong_content_is_refused_and_the_next_mirror_asked()
    {
        LocalServer wrong = Server(r => new(200, TemporaryFolder.Gzip(new byte[FileOf(r).Length])));
        LocalServer right = Server(Serve);
        await GetAsync([wrong, right]);
        ShouldBeComplete();
        wrong.Requests.Count.ShouldBe(4);

        File.Delete(Target(0));
        DatasetDownloadException error = await Should.ThrowAsync<DatasetDownloadException>(() => GetAsync([wrong]));
        error.File.ShouldBe("train-images-idx3-ubyte.gz");
        error.Failures.ShouldHaveSingleItem().ShouldContain("the content has more than");
        File.Exists(Target(0)).ShouldBeFalse();
        File.Exists(Part(0)).ShouldBeFalse();
    }

    [Fact]
    public async Task Same_length_but_another_checksum_is_refused()
    {
        byte[] changed = (byte[])tiny.Plain[0].Clone();
        changed[500] ^= 1;
        LocalServer server = Server(_ => new(200, TemporaryFolder.Gzip(changed)));
        DatasetDownloadException error = await Should.ThrowAsync<DatasetDownloadException>(() => GetAsync([server]));
        error.Failures.ShouldHaveSingleItem().ShouldContain("SHA-256");
        Directory.GetFiles(Path.Combine(folder.Path, "tiny")).Select(Path.GetFileName).ShouldBe([".lock"]);
    }

    [Fact]
    public async Task A_mirror_without_the_file_is_left_at_once()
    {
        LocalServer empty = Server(_ => new(404, []));
        await GetAsync([empty, Server(Serve)]);
        ShouldBeComplete();
        empty.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_server_in_trouble_is_asked_again_a_few_times()
    {
        LocalServer busy = Server(r => r.Number < 2 ? new(503, []) : Serve(r));
        await GetAsync([busy]);
        ShouldBeComplete();
        LocalServer broken = Server(_ => new(500, []));
        File.Delete(Target(2));
        DatasetDownloadException error = await Should.ThrowAsync<DatasetDownloadException>(() => GetAsync([broken]));
        error.Failures.Count.ShouldBe(4);
        error.Message.ShouldStartWith($"tiny: cannot download t10k-images-idx3-ubyte.gz: {broken.Address}t10k-images-idx3-ubyte.gz answered 500; ");
    }

    [Fact]
    public async Task A_server_that_is_not_there_is_an_error_not_a_wait()
    {
        LocalServer gone = Server(Serve);
        gone.Dispose();
        servers.Clear();
        (await Should.ThrowAsync<DatasetDownloadException>(() => GetAsync([gone]))).Failures.Count.ShouldBe(4);
    }

    [Fact]
    public async Task A_silent_server_is_given_up()
    {
        LocalServer silent = Server(r => Serve(r) with { CutAfter = 10, StallAtCut = TimeSpan.FromSeconds(60) });
        var watch = Stopwatch.StartNew();
        await GetAsync([silent, Server(Serve)], silence: TimeSpan.FromMilliseconds(200));
        ShouldBeComplete();
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_body_without_length_is_read_to_its_end()
    {
        await GetAsync([Server(r => Serve(r) with { Announced = false })]);
        ShouldBeComplete();
    }

    [Fact]
    public async Task A_body_that_is_too_long_is_refused()
    {
        byte[] endless = new byte[1 << 20];
        DatasetDownloadException announced = await Should.ThrowAsync<DatasetDownloadException>(() => GetAsync([Server(_ => new(200, endless))]));
        announced.Message.ShouldContain("offers 1048576 bytes, the file has at most 69472");
        DatasetDownloadException silent = await Should.ThrowAsync<DatasetDownloadException>(() => GetAsync([Server(_ => new(200, endless, Announced: false))]));
        silent.Message.ShouldContain("sends more than 69472 bytes");
        new FileInfo(Part(0)).Length.ShouldBe(0);
    }

    [Fact]
    public async Task Cancelling_keeps_what_arrived()
    {
        using var cancellation = new CancellationTokenSource();
        LocalServer slow = Server(r => Serve(r) with { CutAfter = 1000, StallAtCut = TimeSpan.FromSeconds(60) });
        var progress = new Record { Then = p => { if (p.Received >= 1000) cancellation.Cancel(); } };
        await Should.ThrowAsync<OperationCanceledException>(() => GetAsync([slow], progress, cancellation: cancellation.Token));
        File.ReadAllBytes(Part(0)).ShouldBe(tiny.Packed[0][..1000]);
        LocalServer server = Server(Serve);
        await GetAsync([server]);
        ShouldBeComplete();
        server.Requests[0].From.ShouldBe(1000);
    }

    [Fact]
    public async Task Several_calls_at_once_take_turns()
    {
        LocalServer server = Server(Serve);
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => GetAsync([server]))));
        ShouldBeComplete();
        server.Requests.Count.ShouldBe(4);
    }

    [Fact]
    public async Task Waiting_for_a_turn_can_be_cancelled()
    {
        Directory.CreateDirectory(Path.Combine(folder.Path, "tiny"));
        using FolderLock held = await FolderLock.AcquireAsync(Path.Combine(folder.Path, "tiny"), CancellationToken.None);
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await Should.ThrowAsync<OperationCanceledException>(() => GetAsync([Server(Serve)], cancellation: cancellation.Token));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_named()
    {
        folder.Write("tiny", "a file where the folder should be");
        DatasetDownloadException error = await Should.ThrowAsync<DatasetDownloadException>(() => GetAsync([Server(Serve)]));
        error.Message.ShouldContain(Path.Combine(folder.Path, "tiny") + " cannot be written");
    }

    [Fact]
    public async Task Embedded_sets_need_no_download_and_unknown_ones_are_refused()
    {
        DatasetLocation iris = await new DatasetDownloader().GetAsync("iris");
        iris.ShouldBe(new DatasetLocation("iris", null, 120, 30, true));
        await Should.ThrowAsync<DatasetNotFoundException>(() => new DatasetDownloader().GetAsync("roses"));
    }
}
