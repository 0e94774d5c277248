using System.Net;
using System.Net.Sockets;

namespace Nabla.Data.Tests;

/// <summary>A web server on this machine whose misbehaviour a test chooses: one answer a connection, bytes as given.</summary>
sealed class LocalServer : IDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource stop = new();
    readonly Func<Request, Answer> answer;
    readonly List<Request> requests = [];

    /// <summary>What was asked: the file's name, and the first byte wanted if a range was.</summary>
    public sealed record Request(string Path, long? From, int Number);

    /// <summary>What is sent: status, further header lines, the body, and how much of it before the connection is cut.</summary>
    public sealed record Answer(int Status, byte[] Body, string Headers = "", int? CutAfter = null, bool Announced = true, TimeSpan StallAtCut = default);

    public LocalServer(Func<Request, Answer> answer)
    {
        this.answer = answer;
        listener.Start();
        Address = new Uri(Invariant($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/data/"));
        _ = AcceptAsync();
    }

    public Uri Address { get; }

    public IReadOnlyList<Request> Requests
    {
        get
        {
            lock (requests)
                return [.. requests];
        }
    }

    /// <summary>A well-behaved server of files.</summary>
    public static Answer Serve(byte[] file, Request request) => request.From is not { } from
        ? new Answer(200, file)
        : from < file.Length
            ? new Answer(206, file[(int)from..], Invariant($"Content-Range: bytes {from}-{file.Length - 1}/{file.Length}\r\n"))
            : new Answer(416, [], Invariant($"Content-Range: bytes */{file.Length}\r\n"));

    async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await listener.AcceptTcpClientAsync(stop.Token);
                _ = Task.Run(() => HandleAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    async Task HandleAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                NetworkStream stream = client.GetStream();
                Request request = await ReadRequestAsync(stream);
                Answer reply = answer(request);
                string length = reply.Announced ? Invariant($"Content-Length: {reply.Body.Length}\r\n") : "";
                await stream.WriteAsync(Encoding.ASCII.GetBytes(Invariant($"HTTP/1.1 {reply.Status} Status\r\n{length}{reply.Headers}Connection: close\r\n\r\n")), stop.Token);
                await stream.WriteAsync(reply.Body.AsMemory(0, reply.CutAfter ?? reply.Body.Length), stop.Token);
                await Task.Delay(reply.StallAtCut, stop.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException)
            {
            }
        }
    }

    async Task<Request> ReadRequestAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        string path = (await reader.ReadLineAsync(stop.Token))!.Split(' ')[1];
        long? from = null;
        while (await reader.ReadLineAsync(stop.Token) is { Length: > 0 } line)
        {
            if (line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                from = long.Parse(line["Range: bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
        }

        lock (requests)
        {
            requests.Add(new Request(Path.GetFileName(path), from, requests.Count));
            return requests[^1];
        }
    }

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        stop.Dispose();
    }
}
