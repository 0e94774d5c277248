using System.Net;
using System.Net.Http.Headers;

namespace Nabla.Data;

/// <summary>The download of one file: tries each mirror several times, resumes, and accepts only the published content.</summary>
sealed class FileDownload(
    HttpClient client, DatasetDownloadOptions options, ImageSet set, int fileIndex, string folder, IProgress<DownloadProgress>? progress)
{
    readonly ImageFile file = set.Files[fileIndex];
    readonly string packedName = set.Files[fileIndex].Name + ".gz";
    readonly List<string> failures = [];

    string Target => Path.Combine(folder, packedName);

    string Part => Target + ".part";

    /// <summary>What one try came to.</summary>
    enum Outcome
    {
        /// <summary>All bytes are here, from this answer alone.</summary>
        Whole,

        /// <summary>All bytes may be here: some are from an earlier answer, or the server didn't tell how many there are.</summary>
        Uncertain,

        /// <summary>It may go better next time.</summary>
        Interrupted,

        /// <summary>This mirror won't do it.</summary>
        Refused,
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (File.Exists(Target) && await DifferenceAsync(Target, cancellationToken).ConfigureAwait(false) is null)
        {
            long length = new FileInfo(Target).Length;
            Report(length, length);
            return;
        }

        foreach (Uri mirror in options.Mirrors ?? set.Mirrors)
        {
            if (await TryMirrorAsync(new Uri(mirror, packedName), cancellationToken).ConfigureAwait(false))
                return;
        }

        throw new DatasetDownloadException(set.Name, packedName, failures);
    }

    async Task<bool> TryMirrorAsync(Uri address, CancellationToken cancellationToken)
    {
        TimeSpan delay = options.RetryDelay;
        for (int attempt = 1; attempt <= options.Attempts; attempt++)
        {
            if (attempt > 1)
            {
                await Task.Delay(delay, cancellationToken).ConfigureAwait(false);
                delay *= 2;
            }

            Outcome outcome = await TransferAsync(address, cancellationToken).ConfigureAwait(false);
            if (outcome == Outcome.Refused)
                return false;
            if (outcome == Outcome.Interrupted)
                continue;
            if (await DifferenceAsync(Part, cancellationToken).ConfigureAwait(false) is not { } difference)
            {
                File.Move(Part, Target, overwrite: true);
                return true;
            }

            // Pieces of two packings of the same content don't fit together, so those are worth another try from the start.
            File.Delete(Part);
            Fail(address, difference);
            if (outcome == Outcome.Whole)
                return false;
        }

        return false;
    }

    async Task<Outcome> TransferAsync(Uri address, CancellationToken cancellationToken)
    {
        long have = File.Exists(Part) ? new FileInfo(Part).Length : 0;
        if (have > file.LongestDownload)
        {
            File.Delete(Part);
            have = 0;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (have > 0)
            request.Headers.Range = new RangeHeaderValue(have, null);
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        silence.CancelAfter(options.SilenceLimit);
        try
        {
            using HttpResponseMessage response = await client
                .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, silence.Token).ConfigureAwait(false);
            return await ReceiveAsync(address, response, have, silence, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException e)
        {
            Fail(address, e.Message.TrimEnd('.'));
            return Outcome.Interrupted;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Fail(address, Invariant($"nothing came for {options.SilenceLimit.TotalSeconds} s"));
            return Outcome.Interrupted;
        }
    }

    async Task<Outcome> ReceiveAsync(
        Uri address, HttpResponseMessage response, long have, CancellationTokenSource silence, CancellationToken cancellationToken)
    {
        bool resuming = false;
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                have = 0;
                break;
            case HttpStatusCode.PartialContent when have > 0 && response.Content.Headers.ContentRange?.From == have:
                resuming = true;
                break;
            case HttpStatusCode.PartialContent:
                File.Delete(Part);
                Fail(address, Invariant($"answered with another range than from byte {have}"));
                return Outcome.Interrupted;
            case HttpStatusCode.RequestedRangeNotSatisfiable when have > 0:
                return Outcome.Uncertain; // nothing is missing, or the part is not of this file: its content will tell
            case HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests or >= HttpStatusCode.InternalServerError:
                Fail(address, Invariant($"answered {(int)response.StatusCode}"));
                return Outcome.Interrupted;
            default:
                Fail(address, Invariant($"answered {(int)response.StatusCode}"));
                return Outcome.Refused;
        }

        long? total = have + response.Content.Headers.ContentLength;
        if (total > file.LongestDownload)
        {
            Fail(address, Invariant($"offers {total} bytes, the file has at most {file.LongestDownload}"));
            return Outcome.Refused;
        }

        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        FileMode mode = resuming ? FileMode.Append : FileMode.Create;
        using var part = new FileStream(Part, mode, FileAccess.Write, FileShare.Read, bufferSize: 0);
        byte[] buffer = new byte[1 << 16];
        long received = have;
        Report(received, total);
        while (true)
        {
            silence.CancelAfter(options.SilenceLimit);
            int n;
            try
            {
                n = await body.ReadAsync(buffer, silence.Token).ConfigureAwait(false);
            }
            catch (IOException e)
            {
                Fail(address, Invariant($"the connection ended after {received} of {total} bytes: {e.Message.TrimEnd('.')}"));
                return Outcome.Interrupted;
            }

            if (n == 0)
                return resuming || total is null ? Outcome.Uncertain : Outcome.Whole;
            received += n;
            if (received > file.LongestDownload)
            {
                part.SetLength(0);
                Fail(address, Invariant($"sends more than {file.LongestDownload} bytes"));
                return Outcome.Refused;
            }

            await part.WriteAsync(buffer.AsMemory(0, n), cancellationToken).ConfigureAwait(false);
            Report(received, total);
        }
    }

    Task<string?> DifferenceAsync(string path, CancellationToken cancellationToken) =>
        Task.Run(() => file.Difference(path, cancellationToken), cancellationToken);

    void Fail(Uri address, string reason) => failures.Add($"{address} {reason}");

    void Report(long received, long? total) =>
        progress?.Report(new DownloadProgress(set.Name, packedName, fileIndex, set.Files.Count, received, total));
}
