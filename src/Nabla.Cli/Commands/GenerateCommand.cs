using System.CommandLine;
using Nabla.Cli.Runs;
using Nabla.Cli.Terminal;
using Nabla.Data;
using Nabla.Inference;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla generate</c>: text that a trained model writes.</summary>
internal static class GenerateCommand
{
    const int MostCharacters = 10_000_000, MostSamples = 1_000_000;

    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder of a run on a text." };
        var prompt = new Option<string?>("--prompt") { Description = "What the samples begin with.", HelpName = "TEXT" };
        var length = Shared.Whole("--length", "The most characters of a sample beyond the prompt; 500 unless given, or one line.", "N", 1, MostCharacters);
        var count = Shared.Whole("--count", "How many samples; 1 unless given, or 10 lines.", "N", 1, MostSamples);
        var temperature = Shared.Real("--temperature", "Below 1 likely characters become likelier, 0 always takes the likeliest; 1 unless given.", "T", 0, 1000);
        var topK = Shared.Whole("--top-k", "Draw from the K likeliest characters.", "K", 1, int.MaxValue);
        var topP = Shared.Real("--top-p", "Draw from the likeliest characters that have the share P of probability, above 0 to 1.", "P", double.Epsilon, 1);
        var seed = Shared.Whole("--seed", "What every random number follows from; the run's unless given.", "S", 0L, 1L << 53);
        return new NablaCommand("generate", "Write text with a trained model.", "nabla generate runs/names-lstm-1 --count 20\nnabla generate runs/char-transformer-1 --prompt \"ROMEO:\" --length 300 --temperature 0.8")
        {
            folder, prompt, length, count, temperature, topK, topP, seed,
        }.Runs((parsed, session) =>
        {
            (RunFolder run, RunConfig config) = RunFolder.Open(parsed.GetValue(folder)!);
            TextModel model = TextModel.Open(run, config, "generate");
            var options = new SamplingOptions { Temperature = parsed.GetValue(temperature) ?? 1, TopK = parsed.GetValue(topK), TopP = parsed.GetValue(topP) ?? 1 };
            string text = parsed.GetValue(prompt) ?? "";
            long start = parsed.GetValue(seed) ?? config.Description.Seed;
            IEnumerable<string> samples = model.Write(text, Encode(model, text), parsed.GetValue(length) ?? model.DefaultLength,
                parsed.GetValue(count) ?? model.DefaultCount, options, (ulong)start, session.Stop);
            Answer(session, run, text, start, [.. samples], model.WritesLines);
            return ExitCodes.Done;
        });
    }

    static int[] Encode(TextModel model, string prompt)
    {
        try
        {
            return model.Encode(prompt, "--prompt");
        }
        catch (UnknownCharacterException e)
        {
            throw CommandFailure.Arguments(e.Message, "--prompt");
        }
    }

    static void Answer(Session session, RunFolder run, string prompt, long seed, IReadOnlyList<string> samples, bool lines) => session.Answer(json =>
    {
        json.WriteStartObject();
        json.WriteString("run", run.Path);
        json.WriteString("prompt", prompt);
        json.WriteNumber("seed", seed);
        json.WriteStartArray("samples");
        foreach (string sample in samples) json.WriteStringValue(sample);
        json.WriteEndArray();
        json.WriteEndObject();
    }, () => Text(samples, lines));

    /// <summary>Samples as a person reads them: lines one below the other, texts with a rule between them.</summary>
    public static string Text(IReadOnlyList<string> samples, bool lines) => string.Join(lines ? "\n" : "\n----\n", samples);
}
