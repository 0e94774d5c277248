using System.Globalization;
using System.Text.Json;
using Nabla.Cli.Runs;
using Nabla.Data;

namespace Nabla.Cli.Tests;

/// <summary>A run from training to predictions, in a folder of its own.</summary>
public sealed class RunTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    [Fact]
    public void A_run_is_trained_evaluated_summarised_and_used()
    {
        string run = folder.File("run");
        JsonElement trained = CommandRun.Json("train", "iris", "--epochs", "20", "--seed", "3", "--threads", "1", "--out", run);
        trained.EnumerateObject().Select(p => p.Name).Take(12).ShouldBe(
            ["run", "preset", "data", "epochs", "steps", "seconds", "trainLoss", "testLoss", "testAccuracy", "examplesPerSecond", "seed", "threads"]);
        trained.GetProperty("epochs").GetInt32().ShouldBe(20);
        trained.GetProperty("steps").GetInt32().ShouldBe(20 * 8);
        trained.GetProperty("seed").GetInt32().ShouldBe(3);
        File.ReadAllLines(Path.Combine(run, "metrics.jsonl")).Length.ShouldBe(20);

        JsonElement evaluated = CommandRun.Json("eval", run);
        evaluated.EnumerateObject().Select(p => p.Name).ShouldBe(["run", "data", "loss", "accuracy"]);
        evaluated.GetProperty("accuracy").GetDouble().ShouldBe(trained.GetProperty("testAccuracy").GetDouble());
        evaluated.GetProperty("loss").GetDouble().ShouldBe(trained.GetProperty("testLoss").GetDouble(), 1e-9);
        CommandRun.Json("summary", run).GetProperty("layers").GetArrayLength().ShouldBe(3);

        // A setosa and a virginica as Fisher measured them: the run knows how its data was prepared.
        JsonElement predictions = CommandRun.Json("predict", run, folder.File("rows.csv", "5.1,3.5,1.4,0.2\n6.3,3.3,6.0,2.5\n")).GetProperty("predictions");
        predictions.EnumerateArray().Select(p => p.GetProperty("label").GetString()).ShouldBe(["setosa", "virginica"]);
        predictions[0].EnumerateObject().Select(p => p.Name).ShouldBe(["input", "label", "probabilities"]);
        predictions[0].GetProperty("probabilities").EnumerateArray().Sum(p => p.GetDouble()).ShouldBe(1, 1e-5);
        predictions[1].GetProperty("input").GetString().ShouldEndWith("rows.csv:1");
    }

    [Fact]
    public void The_same_seed_gives_the_same_weights_on_any_number_of_threads()
    {
        byte[][] weights = [.. from i in (int[])[1, 2, 3] select Weights(i)];
        weights[1].ShouldBe(weights[0]);
        weights[2].ShouldBe(weights[0]);

        byte[] Weights(int threads)
        {
            string run = folder.File(string.Create(CultureInfo.InvariantCulture, $"run{threads}"));
            CommandRun.Of("train", "wine", "--epochs", "2", "--threads", threads.ToString(CultureInfo.InvariantCulture), "--out", run).Succeeded();
            return File.ReadAllBytes(Path.Combine(run, "model.safetensors"));
        }
    }

    [Fact]
    public void Digits_are_learned()
    {
        JsonElement trained = CommandRun.Json("train", "digits", "--out", folder.File("digits"));
        trained.GetProperty("testAccuracy").GetDouble().ShouldBeGreaterThanOrEqualTo(0.96);
        trained.GetProperty("seconds").GetDouble().ShouldBeLessThan(20);
    }

    [Fact]
    public void Numbers_can_be_answers()
    {
        string file = folder.File("net.json", """
            {
              // Comments are welcome.
              "data": "diabetes",
              "layers": [{ "kind": "linear", "outFeatures": 8 }, "tanh", { "kind": "linear", "outFeatures": 1 }],
              "loss": "mse",
              "optimizer": { "kind": "sgd", "learningRate": 0.001, "momentum": 0.9 },
              "epochs": 3,
            }
            """);
        JsonElement trained = CommandRun.Json("train", file, "--out", folder.File("run"));
        trained.GetProperty("preset").GetString().ShouldBe("net");
        trained.GetProperty("testAccuracy").ValueKind.ShouldBe(JsonValueKind.Null);
        string row = string.Join(',', Datasets.Diabetes.Test.Input(0).ToArray().Select(x => x.ToString(CultureInfo.InvariantCulture)));
        JsonElement prediction = CommandRun.Json("predict", folder.File("run"), folder.File("row.csv", row + "\n")).GetProperty("predictions")[0];
        prediction.GetProperty("label").ValueKind.ShouldBe(JsonValueKind.Null);
        prediction.GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Number);
    }

    [Fact]
    public void An_existing_run_is_refused()
    {
        string run = folder.File("run");
        CommandRun.Of("train", "iris", "--epochs", "1", "--out", run).Succeeded();
        byte[] before = File.ReadAllBytes(Path.Combine(run, "model.safetensors"));
        CommandRun again = CommandRun.Of("train", "iris", "--epochs", "1", "--out", run);
        again.Code.ShouldBe(2);
        again.Error.ShouldContain("there is something already");
        File.ReadAllBytes(Path.Combine(run, "model.safetensors")).ShouldBe(before);
    }

    [Fact]
    public void A_stopped_training_leaves_what_it_has()
    {
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        string run = folder.File("run");
        CommandRun stopped = CommandRun.With("", stop.Token, "train", "iris", "--out", run, "--json");
        stopped.Code.ShouldBe(130);
        stopped.Answer.GetProperty("stopped").GetBoolean().ShouldBeTrue();
        stopped.Answer.GetProperty("trainLoss").GetString().ShouldBe("NaN");
        CommandRun.Of("eval", run).Succeeded();
    }

    [Fact]
    public void Damaged_runs_and_unfit_inputs_are_refused()
    {
        string run = folder.File("run");
        CommandRun.Of("train", "iris", "--epochs", "1", "--out", run).Succeeded();
        CommandRun.Of("predict", run, folder.File("narrow.csv", "1,2\n")).Error.ShouldContain("its rows have 2 numbers, the model takes 4");
        CommandRun.Of("predict", run, folder.File("missing.csv")).Code.ShouldBe(2);
        File.WriteAllBytes(folder.File("x.png"), [0x89, .. "PNG\r\n"u8]);
        CommandRun.Of("predict", run, folder.File("x.png")).Error.ShouldContain("PNG");
        File.WriteAllBytes(Path.Combine(run, "model.safetensors"), [1, 2, 3]);
        CommandRun.Of("eval", run).Code.ShouldBe(1);
        File.WriteAllText(Path.Combine(run, "config.json"), "{}");
        CommandRun.Of("eval", run).Error.ShouldContain("the field 'preparation' is missing");
    }

    [Theory]
    [InlineData(3, new float[] { 255, 0, 0, 255, 0, 255, 0, 255, 0, 0, 255, 255 })]
    [InlineData(1, new float[] { 76.245f, 149.685f, 29.07f, 255 })]
    public void A_png_image_is_read_as_the_data_has_its_channels(int channels, float[] expected)
    {
        // Two by two pixels: red, green; blue, white.
        const string Image = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGP4z8DA8J+BkYHh////DAAe9gT9Ce00PgAAAABJRU5ErkJggg==";
        string path = folder.File("x.png");
        File.WriteAllBytes(path, Convert.FromBase64String(Image));
        RunConfig Config(params int[] shape) => new(Descriptions.DescriptionSource.Read("cnn"), 1, shape, [], [], Standardization.DivideBy(255), null);
        PredictionInput input = PredictionInput.Read(path, Config(channels, 2, 2));
        input.Names.ShouldBe([path]);
        for (int i = 0; i < expected.Length; i++) input.Values[i].ShouldBe(expected[i], 1e-3f);
        Should.Throw<Terminal.CommandFailure>(() => PredictionInput.Read(path, Config(channels, 2, 3))).Message.ShouldEndWith("the image has 2 by 2 pixels, the model takes 3 by 2. Scale it first.");
        Should.Throw<Terminal.CommandFailure>(() => PredictionInput.Read(path, Config(4))).Message.ShouldEndWith("this is an image, the model takes [4].");
    }

    public void Dispose() => folder.Dispose();
}
