using System.Globalization;
using System.Text;
using System.Text.Json;
using Nabla.Cli.Descriptions;
using Nabla.Cli.Runs;
using Nabla.Cli.Terminal;
using Nabla.Layers;
using Nabla.Optimizers;
using Nabla.Schedules;
using Nabla.Training;

namespace Nabla.Cli.Tests;

/// <summary>What a description says around the steps: schedules, clipping, accumulation, averages; and trainings that diverge.</summary>
public sealed class StepDescriptionTests : IDisposable
{
    const string Iris = "\"data\": \"iris\", \"layers\": [{\"kind\": \"linear\", \"outFeatures\": 3}], \"loss\": \"crossEntropy\", \"epochs\": 4, \"batchSize\": 16";

    readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData("\"schedule\": \"cosin\"", "schedule: there is no schedule 'cosin'. Did you mean 'cosine'?")]
    [InlineData("\"schedule\": {\"kind\": \"cosine\", \"step\": 3}", "schedule.step: there is no such field. Did you mean 'steps'?")]
    [InlineData("\"schedule\": {\"kind\": \"cosine\", \"unit\": \"batch\"}", "schedule.unit: 'batch' is none of step, epoch.")]
    [InlineData("\"schedule\": {\"kind\": \"reduceOnPlateau\", \"unit\": \"step\"}", "schedule.unit: 'step' is none of epoch.")]
    [InlineData("\"schedule\": {\"kind\": \"multiStep\", \"milestones\": 3}", "schedule.milestones: must be a list of whole numbers, not a number.")]
    [InlineData("\"schedule\": {\"kind\": \"multiStep\", \"milestones\": [1, -2]}", "schedule.milestones[1]: must be at least 0, not -2.")]
    [InlineData("\"schedule\": {\"kind\": \"multiStep\", \"milestones\": [4, 2]}", "schedule: MultiStepDecay: cannot use milestones 4, 2: each is at least the one before.")]
    [InlineData("\"schedule\": \"step\"", "schedule: the field 'every' is missing")]
    [InlineData("\"clipNorm\": -1", "clipNorm: must be at least 0, not -1.")]
    [InlineData("\"accumulate\": 0", "accumulate: must be at least 1, not 0.")]
    [InlineData("\"average\": {\"kind\": \"exponential\", \"decay\": 1}", "average.decay: must be below 1, not 1.")]
    [InlineData("\"average\": {\"kind\": \"exponential\", \"start\": \"zero\"}", "average.start: 'zero' is none of firstWeights, biasCorrected, growingDecay.")]
    public void Mistakes_are_named_before_a_folder_is_made(string part, string message)
    {
        CommandRun run = CommandRun.Of("train", folder.File("net.json", $"{{ {Iris}, \"optimizer\": \"adam\", {part} }}"), "--out", folder.File("run"), "--json");
        run.Code.ShouldBe(2);
        run.Answer.GetProperty("error").GetProperty("message").GetString()!.ShouldContain(message);
        Directory.Exists(folder.File("run")).ShouldBeFalse();
    }

    [Fact]
    public void Every_kind_of_schedule_and_average_is_read_back_from_config_json_and_trains()
    {
        Dictionary<string, string> required = new(StringComparer.Ordinal)
        {
            ["step"] = "\"every\": 2",
            ["multiStep"] = "\"milestones\": [1, 3]",
            ["exponential"] = "\"factor\": 0.9",
            ["cosineWithRestarts"] = "\"steps\": 5",
            ["annealTo"] = "\"target\": 0.001",
            ["cyclic"] = "\"lowest\": 0.001, \"highest\": 0.01",
            ["noam"] = "\"modelSize\": 8",
        };
        string[] averages = [.. AverageKinds.All.All.Select(k => k.Name)];
        int n = 0;
        foreach (string kind in ScheduleKinds.All.All.Select(k => k.Name))
        {
            string options = required.TryGetValue(kind, out string? given) ? $"{{ \"kind\": \"{kind}\", {given} }}" : $"\"{kind}\"";
            string file = folder.File($"{kind}.json", $"{{ {Iris}, \"optimizer\": \"adam\", \"schedule\": {options}, \"average\": \"{averages[n++ % averages.Length]}\", \"accumulate\": 3, \"clipNorm\": 0.5, \"clipValue\": 0.25 }}");
            string run = folder.File(kind);
            CommandRun.Of("train", file, "--out", run, "--threads", "1").Succeeded();
            JsonElement[] metrics = [.. File.ReadAllLines(Path.Combine(run, "metrics.jsonl")).Select(l => JsonDocument.Parse(l).RootElement)];
            metrics.ShouldAllBe(m => m.GetProperty("learningRate").GetDouble() >= 0);
            string description = JsonDocument.Parse(File.ReadAllText(Path.Combine(run, "config.json"))).RootElement.GetProperty("description").GetRawText();
            RunDescription again = RunDescription.Read("", LocatedJson.Parse("config", Encoding.UTF8.GetBytes(description)));
            JsonText.Of(again.Write).ShouldBe(JsonText.Of(RunDescription.Read(kind, LocatedJson.Parse(file, File.ReadAllBytes(file))).Write), kind);
            (again.Schedule!.Kind, again.Accumulate, again.ClipNorm, again.ClipValue).ShouldBe((kind, 3, 0.5, 0.25));
            // The same weights when trained again, and those that were tested.
            string second = folder.File($"{kind}2");
            CommandRun.Of("train", file, "--out", second, "--threads", "2").Succeeded();
            File.ReadAllBytes(Path.Combine(second, "model.safetensors")).ShouldBe(File.ReadAllBytes(Path.Combine(run, "model.safetensors")), kind);
            CommandRun.Json("eval", run).GetProperty("loss").GetDouble().ShouldBe(metrics[^1].GetProperty("testLoss").GetDouble(), 1e-9, kind);
        }
    }

    [Fact]
    public void The_length_of_the_training_is_known_to_the_schedule()
    {
        // 120 examples in batches of 16 are 8 batches, 3 steps of up to 3 batches; 4 epochs are 12 steps.
        Trainer trainer = Create("\"schedule\": \"cosine\", \"accumulate\": 3");
        trainer.Schedule.ShouldBeOfType<Cosine>().Steps.ShouldBe(12);
        trainer.ScheduleUnit.ShouldBe(ScheduleUnit.Step);
        trainer.BatchesPerStep.ShouldBe(3);
        Create("\"schedule\": {\"kind\": \"cosine\", \"unit\": \"epoch\"}").Schedule.ShouldBeOfType<Cosine>().Steps.ShouldBe(4);
        WarmUp warm = Create("\"schedule\": {\"kind\": \"cosine\", \"warmUp\": 10, \"warmUpStart\": 0}").Schedule.ShouldBeOfType<WarmUp>();
        (warm.Steps, warm.Start, ((Cosine)warm.Then!).Steps).ShouldBe((10, 0, 22));
        OneCycle cycle = Create("\"schedule\": \"oneCycle\"").Schedule.ShouldBeOfType<OneCycle>();
        (cycle.Steps, cycle.Highest[0], cycle.Momentum(0)).ShouldBe((32, 0.25, 0.95));
        Create("\"schedule\": {\"kind\": \"oneCycle\", \"cycleMomentum\": false}").Schedule!.Momentum(0).ShouldBeNull();
        Create("\"average\": \"stochastic\"").Average.ShouldBeOfType<StochasticWeightAverage>().From.ShouldBe(3);

        Trainer Create(string part)
        {
            string text = $"{{ {Iris}, \"optimizer\": {{ \"kind\": \"sgd\", \"learningRate\": 0.25 }}, {part} }}";
            return RunTrainer.Create(RunDescription.Read("x", LocatedJson.Parse("x", Encoding.UTF8.GetBytes(text))), new Linear(4, 3), 120);
        }
    }

    [Fact]
    public void Metrics_tell_the_rate_of_each_epoch_s_last_step()
    {
        string file = folder.File("net.json", $"{{ {Iris}, \"optimizer\": {{ \"kind\": \"sgd\", \"learningRate\": 0.8 }}, \"schedule\": {{ \"kind\": \"step\", \"every\": 2, \"factor\": 0.5 }} }}");
        CommandRun.Of("train", file, "--out", folder.File("run")).Succeeded();
        File.ReadAllLines(Path.Combine(folder.File("run"), "metrics.jsonl")).Select(l => JsonDocument.Parse(l).RootElement.GetProperty("learningRate").GetDouble()).ShouldBe([0.8, 0.8, 0.4, 0.4]);
    }

    [Fact]
    public void Averaged_batch_norm_is_tested_with_statistics_of_its_own()
    {
        string file = folder.File("net.json", """
            {
              "data": "iris", "loss": "crossEntropy", "epochs": 12, "batchSize": 24,
              "layers": [{ "kind": "linear", "outFeatures": 16 }, "batchNorm1d", "relu", { "kind": "linear", "outFeatures": 3 }],
              "optimizer": { "kind": "sgd", "learningRate": 0.2, "momentum": 0.9 },
              "average": { "kind": "stochastic", "from": 6 }
            }
            """);
        JsonElement trained = CommandRun.Json("train", file, "--out", folder.File("run"));
        trained.GetProperty("testAccuracy").GetDouble().ShouldBeGreaterThan(0.85);
        CommandRun.Json("eval", folder.File("run")).GetProperty("loss").GetDouble().ShouldBe(trained.GetProperty("testLoss").GetDouble(), 1e-9);
    }

    [Fact]
    public void A_training_that_diverges_fails_names_the_place_and_writes_no_weights()
    {
        string run = folder.File("run");
        string file = folder.File("net.json", """
            {
              "data": "diabetes", "layers": [{ "kind": "linear", "outFeatures": 8 }, { "kind": "linear", "outFeatures": 1 }], "loss": "mse",
              "optimizer": { "kind": "sgd", "learningRate": 0.03 }, "epochs": 200, "batchSize": 512
            }
            """);
        CommandRun failed = CommandRun.Of("train", file, "--out", run, "--json");
        failed.Code.ShouldBe(1);
        JsonElement error = failed.Answer.GetProperty("error");
        error.GetProperty("kind").GetString().ShouldBe("nonFiniteLoss");
        string message = error.GetProperty("message").GetString()!;
        int epochs = File.Exists(Path.Combine(run, "metrics.jsonl")) ? File.ReadAllLines(Path.Combine(run, "metrics.jsonl")).Length : 0;
        message.ShouldMatch(string.Create(CultureInfo.InvariantCulture, $"(in epoch {epochs + 1}, step 1: the loss is|after epoch {epochs}, step {epochs}\\.)"));
        File.Exists(Path.Combine(run, "model.safetensors")).ShouldBeFalse();
        CommandRun eval = CommandRun.Of("eval", run);
        eval.Code.ShouldBe(1);
        eval.Error.ShouldContain("its training was not finished");
    }

    [Fact]
    public void Weights_that_are_not_finite_fail_the_evaluation()
    {
        string run = folder.File("run");
        CommandRun.Of("train", "iris", "--epochs", "1", "--out", run).Succeeded();
        (_, RunConfig config) = RunFolder.Open(run);
        Sequential model = RunModel.Create(config.Description, config.ItemShape, config.ClassNames.Count);
        foreach (Parameter parameter in model.Parameters()) parameter.Assign(Tensor.Full(parameter.Shape, double.NaN));
        model.Save(Path.Combine(run, "model.safetensors"));
        CommandRun eval = CommandRun.Of("eval", run, "--json");
        eval.Code.ShouldBe(1);
        eval.Answer.GetProperty("error").GetProperty("kind").GetString().ShouldBe("nonFiniteLoss");
        eval.Answer.GetProperty("error").GetProperty("message").GetString()!.ShouldContain("the loss on iris is NaN");
    }

    public void Dispose() => folder.Dispose();
}
