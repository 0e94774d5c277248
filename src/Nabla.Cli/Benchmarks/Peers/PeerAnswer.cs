using System.Globalization;
using System.Text.Json;
using Nabla.Cli.Terminal;

namespace Nabla.Cli.Benchmarks.Peers;

/// <summary>What the lines say that a peer answers.</summary>
internal static class PeerAnswer
{
    /// <summary>The number behind a word: <c>time 12.5</c>, <c>memory 4096</c>.</summary>
    /// <param name="line">The line; null where the peer has ended.</param>
    /// <param name="word">The word that is expected.</param>
    /// <param name="request">What was asked, for messages.</param>
    /// <exception cref="CommandFailure">The peer has ended, answers an error, or says something else.</exception>
    public static double Number(string? line, string word, string request)
    {
        string rest = Rest(line, word, request);
        return double.TryParse(rest, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) && number > 0
            ? number
            : throw Unreadable(line!, request, $"'{word}' and a number above 0");
    }

    /// <summary>What the peer says of itself in its first line.</summary>
    /// <exception cref="CommandFailure">It says something else.</exception>
    public static PeerIdentity Identity(string? line)
    {
        const string request = "its first line";
        string rest = Rest(line, "peer", request);
        try
        {
            using JsonDocument json = JsonDocument.Parse(rest);
            string? Text(string name) => json.RootElement.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
            if (json.RootElement.ValueKind == JsonValueKind.Object && Text("name") is { } name)
                return new(name, Text("version"), Text("numpy"), Text("blas"), Text("kernels"), Text("kernelsChosenBy"));
        }
        catch (JsonException)
        {
            // Said below, as for an object without a name.
        }
        throw Unreadable(line!, request, "'peer' and a JSON object with its name");
    }

    static string Rest(string? line, string word, string request)
    {
        if (line is null) throw new CommandFailure("peer", $"bench: cannot measure beside the peer: it ended before it answered {request}.", request);
        if (line.StartsWith("error ", StringComparison.Ordinal)) throw new CommandFailure("peer", $"bench: the peer cannot do {request}: {line["error ".Length..]}", request);
        return line.StartsWith(word + " ", StringComparison.Ordinal) ? line[(word.Length + 1)..].Trim() : throw Unreadable(line, request, $"'{word}'");
    }

    static CommandFailure Unreadable(string line, string request, string expected) =>
        new("peer", $"bench: cannot read what the peer answers to {request}: '{line}' is not {expected}.", request);
}
