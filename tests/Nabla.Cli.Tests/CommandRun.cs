using System.Text.Json;

namespace Nabla.Cli.Tests;

/// <summary>A command run within this process, and what it answered.</summary>
sealed record CommandRun(int Code, string Output, string Error)
{
    public static CommandRun Of(params string[] args) => With("", CancellationToken.None, args);

    public static CommandRun With(string input, CancellationToken stop, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var reader = new StringReader(input);
        int code = Application.Run(args, output, error, reader, stop);
        return new CommandRun(code, output.ToString(), error.ToString());
    }

    /// <summary>The answer with <c>--json</c>, which must be one object and nothing else.</summary>
    public static JsonElement Json(params string[] args) => Of([.. args, "--json"]).Succeeded().Answer;

    public JsonElement Answer
    {
        get
        {
            Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBe(1, Output);
            JsonElement answer = JsonDocument.Parse(Output).RootElement;
            answer.ValueKind.ShouldBe(JsonValueKind.Object);
            return answer;
        }
    }

    public CommandRun Succeeded()
    {
        Code.ShouldBe(0, Output + Error);
        return this;
    }
}
