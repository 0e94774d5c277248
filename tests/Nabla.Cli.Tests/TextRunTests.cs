using System.Text.Json;
using Nabla.Cli.Descriptions;

namespace Nabla.Cli.Tests;

/// <summary>A model of text from training to the text that it writes.</summary>
public sealed class TextRunTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    string Text { get; } = string.Concat(Enumerable.Range(0, 60).Select(i => $"line {i % 7} of the poem\n"));

    public void Dispose() => folder.Dispose();

    /// <summary>A model of pairs of characters.</summary>
    string Describe(string data) => folder.File("net.json",
        "{ \"data\": " + data + ", \"layers\": [{ \"kind\": \"embedding\", \"count\": \"classes\", \"features\": 8 }, { \"kind\": \"linear\", \"outFeatures\": \"classes\" }],"
        + "\"loss\": \"crossEntropy\", \"optimizer\": { \"kind\": \"adam\", \"learningRate\": 0.02 }, \"batchSize\": 4, \"epochs\": 3 }");

    JsonElement Train(string data, params string[] more) => CommandRun.Json(["train", Describe(data), "--out", folder.File("run"), .. more]);

    string Windows() => "{ \"kind\": \"text\", \"file\": " + JsonSerializer.Serialize(folder.File("poem.txt", Text)) + ", \"context\": 16, \"stride\": 8, \"testShare\": 0.2 }";

    string Lines(string text) => "{ \"kind\": \"lines\", \"file\": " + JsonSerializer.Serialize(folder.File("lines.txt", text)) + " }";

    [Fact]
    public void A_text_is_learnt_evaluated_and_written()
    {
        JsonElement trained = Train(Windows());
        trained.GetProperty("epochs").GetInt32().ShouldBe(3);
        int characters = Text.Length, windows = ((int)(characters * 0.8) - 17) / 8 + 1;
        trained.GetProperty("steps").GetInt32().ShouldBe(3 * ((windows + 3) / 4));
        trained.GetProperty("samples").GetArrayLength().ShouldBe(1);
        trained.GetProperty("samples")[0].GetString()!.Length.ShouldBe(500);
        trained.GetProperty("testLoss").GetDouble().ShouldBeLessThan(Math.Log(19), "nats per character of 19 different ones");
        string run = folder.File("run");

        // What another process needs is in the run: the vocabulary, where the text is, how it was cut.
        JsonElement evaluated = CommandRun.Json("eval", run);
        evaluated.GetProperty("loss").GetDouble().ShouldBe(trained.GetProperty("testLoss").GetDouble(), 1e-9);
        evaluated.GetProperty("accuracy").GetDouble().ShouldBe(trained.GetProperty("testAccuracy").GetDouble());
        CommandRun.Json("summary", run).GetProperty("layers").GetArrayLength().ShouldBe(2);

        JsonElement written = CommandRun.Json("generate", run, "--prompt", "line", "--length", "30", "--count", "3", "--seed", "5");
        written.EnumerateObject().Select(p => p.Name).ShouldBe(["run", "prompt", "seed", "samples"]);
        string[] samples = [.. written.GetProperty("samples").EnumerateArray().Select(s => s.GetString()!)];
        samples.Length.ShouldBe(3);
        samples.ShouldAllBe(s => s.StartsWith("line", StringComparison.Ordinal) && s.Length == 34);
        samples.Distinct(StringComparer.Ordinal).Count().ShouldBe(3);
        CommandRun.Json("generate", run, "--prompt", "line", "--length", "30", "--count", "2", "--seed", "5").GetProperty("samples").EnumerateArray().Select(s => s.GetString()).ShouldBe(samples[..2]);
        CommandRun.Of("generate", run, "--prompt", "th", "--length", "1", "--temperature", "0").Succeeded().Output.TrimEnd('\n').ShouldBe("the");
        CommandRun.Of("generate", run, "--prompt", "th", "--length", "1", "--top-k", "1", "--top-p", "0.5").Succeeded().Output.TrimEnd('\n').ShouldBe("the");

        JsonElement predictions = CommandRun.Json("predict", run, folder.File("prompts.txt", "the p\nlin\n")).GetProperty("predictions");
        predictions.EnumerateArray().Select(p => p.GetProperty("label").GetString()).ShouldBe(["o", "e"]);
        predictions[0].GetProperty("probabilities").EnumerateArray().Sum(p => p.GetDouble()).ShouldBe(1, 1e-9);
    }

    [Fact]
    public void Lines_are_learnt_and_written_to_their_end()
    {
        JsonElement trained = Train(Lines(string.Concat(Enumerable.Repeat("anna\nhannah\nnan\nada\n\n", 20))), "--epochs", "5");
        string[] samples = [.. trained.GetProperty("samples").EnumerateArray().Select(s => s.GetString()!)];
        samples.Length.ShouldBe(10);
        samples.ShouldAllBe(s => s.Length <= 7 && !s.Contains('\n'));
        string run = folder.File("run");
        CommandRun.Json("eval", run).GetProperty("loss").GetDouble().ShouldBe(trained.GetProperty("testLoss").GetDouble(), 1e-9);
        CommandRun.Of("generate", run, "--count", "4").Succeeded().Output.TrimEnd('\n').Split('\n').Length.ShouldBe(4);
        CommandRun.Json("predict", run, folder.File("prompts.txt", "hannah")).GetProperty("predictions")[0].GetProperty("probabilities").GetArrayLength().ShouldBe(5);
    }

    [Fact]
    public void The_same_seed_gives_the_same_text_for_any_number_of_threads()
    {
        string[] Samples(string threads, string seed) => [.. CommandRun.Json("train", Describe(Windows()), "--epochs", "1", "--threads", threads, "--seed", seed, "--out", folder.File($"run-{threads}-{seed}"))
            .GetProperty("samples").EnumerateArray().Select(s => s.GetString()!)];
        string[] one = Samples("1", "3");
        Samples("2", "3").ShouldBe(one);
        Samples("1", "4").ShouldNotBe(one);
    }

    [Fact]
    public void Another_text_takes_the_place_of_the_described_one()
    {
        CommandRun.Json("train", Describe(Windows()), "--data", folder.File("other.txt", string.Concat(Enumerable.Repeat("xyz", 100))), "--epochs", "1", "--out", folder.File("run"));
        string config = File.ReadAllText(Path.Combine(folder.File("run"), "config.json"));
        JsonDocument.Parse(config).RootElement.GetProperty("vocabulary").GetString().ShouldBe("xyz");
        CommandRun.Of("generate", folder.File("run")).Succeeded().Output.Trim().ShouldMatch("^[xyz]{500}$");
        CommandRun missing = CommandRun.Of("train", Describe(Windows()), "--data", "no-such.txt");
        missing.Code.ShouldBe(2);
        missing.Error.ShouldContain("--data: there is no text 'no-such.txt'.");
    }

    [Theory]
    [InlineData("", "the file is empty")]
    [InlineData("x", "there are 1 characters")]
    [InlineData("ab\0cd", "a zero byte")]
    public void Texts_that_cannot_be_learnt_are_refused_before_a_folder_is_made(string text, string message)
    {
        CommandRun run = CommandRun.Of("train", Describe("{ \"kind\": \"text\", \"file\": " + JsonSerializer.Serialize(folder.File("t.txt", text)) + " }"), "--out", folder.File("run"));
        run.Code.ShouldBe(1, run.Error);
        run.Error.ShouldContain(message);
        Directory.Exists(folder.File("run")).ShouldBeFalse();
    }

    [Fact]
    public void A_text_that_changed_is_refused_by_its_first_new_character()
    {
        Train(Windows());
        File.WriteAllText(folder.File("poem.txt"), Text + "é");
        CommandRun run = CommandRun.Of("eval", folder.File("run"));
        run.Code.ShouldBe(1);
        run.Error.ShouldContain("poem.txt: cannot encode 'é' (U+00E9) at line 61, column 1");
    }

    [Fact]
    public void A_vocabulary_that_is_damaged_is_refused()
    {
        Train(Windows());
        string config = Path.Combine(folder.File("run"), "config.json");
        File.WriteAllText(config, File.ReadAllText(config).Replace("\"vocabulary\": \"", "\"vocabulary\": \"aa", StringComparison.Ordinal));
        CommandRun.Of("generate", folder.File("run")).Error.ShouldContain("vocabulary: CharacterVocabulary: cannot take U+0061 twice");
    }

    [Fact]
    public void What_does_not_fit_a_text_is_named()
    {
        CommandRun.Of("train", Describe(Windows()).Replace("net.json", "missing.json", StringComparison.Ordinal)).Code.ShouldBe(2);
        string net = folder.File("hinge.json", File.ReadAllText(Describe(Windows())).Replace("crossEntropy", "multiMargin", StringComparison.Ordinal));
        CommandRun.Of("train", net).Error.ShouldContain("multiMargin is not for sequences. Try crossEntropy.");
        net = folder.File("flat.json", File.ReadAllText(Describe(Windows())).Replace("{ \"kind\": \"linear\"", "\"flatten\", { \"kind\": \"linear\"", StringComparison.Ordinal));
        CommandRun.Of("train", net).Error.ShouldContain("but " + folder.File("poem.txt") + " needs [N, T, 19], a number for each character");
        Train(Windows());
        CommandRun prompt = CommandRun.Of("generate", folder.File("run"), "--prompt", "X");
        prompt.Code.ShouldBe(2);
        prompt.Error.ShouldContain("--prompt: cannot encode 'X' (U+0058) at line 1, column 1");
        CommandRun.Of("train", "iris", "--epochs", "1", "--out", folder.File("iris")).Succeeded();
        CommandRun.Of("generate", folder.File("iris")).Error.ShouldContain("cannot generate: the run's data, iris, is no text. Try nabla predict.");
        CommandRun.Of("train", Describe(Lines("a\nb\n"))).Error.ShouldContain("cannot take every 10th line to test with: there are 2 lines, 10 are needed.");
        CommandRun.Of("train", Describe(Lines(string.Concat(Enumerable.Repeat("a\n", 20)) + new string('b', 5000)))).Error.ShouldContain("the longest line has 5001 characters with its end, 4096 are the most");
    }

    [Theory]
    [InlineData("{ \"kind\": \"text\" }", "data: the field 'file' is missing")]
    [InlineData("{ \"kind\": \"txt\" }", "data.kind: there is no data 'txt'. Did you mean 'text'?")]
    [InlineData("{ \"kind\": \"text\", \"file\": \"x\", \"context\": 0 }", "data.context: must be at least 1, not 0.")]
    [InlineData("{ \"kind\": \"text\", \"file\": \"x\", \"testShare\": 1 }", "data.testShare: must be below 1, not 1.")]
    [InlineData("{ \"kind\": \"set\", \"name\": \"iris\", \"standardize\": true }", "data.standardize: iris has no images with channels.")]
    [InlineData("3", "data: must be the name of a data set as a string, or an object, not a number.")]
    [InlineData("\"shakespear\"", "data: there is no data set 'shakespear'. Did you mean 'shakespeare'?")]
    public void Mistakes_in_data_are_named_by_path(string data, string message)
    {
        CommandRun run = CommandRun.Of("train", Describe(data));
        run.Code.ShouldBe(2);
        run.Error.ShouldContain(message);
    }

    [Theory]
    [InlineData("\"mnist\"", "\"mnist\"")]
    [InlineData("{ \"kind\": \"set\", \"name\": \"cifar10\", \"standardize\": true }", "{\"kind\":\"set\",\"name\":\"cifar10\",\"standardize\":true}")]
    [InlineData("\"shakespeare\"", "{\"kind\":\"text\",\"file\":\"shakespeare\",\"context\":64,\"testShare\":0.1}")]
    [InlineData("\"names\"", "{\"kind\":\"lines\",\"file\":\"names\"}")]
    [InlineData("{ \"kind\": \"text\", \"file\": \"x.txt\", \"stride\": 3 }", "{\"kind\":\"text\",\"file\":\"x.txt\",\"context\":64,\"stride\":3,\"testShare\":0.1}")]
    public void Data_is_written_with_every_field_and_read_again(string given, string written)
    {
        RunDescription description = DescriptionSource.Read(Describe(given));
        string Written(RunDescription d) => Terminal.JsonText.Of(json => DataKinds.Write(json, d.Data));
        Written(description).ShouldBe(written);
        Written(DescriptionSource.Read(Describe(written))).ShouldBe(written);
    }
}
