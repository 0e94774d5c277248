using System.CommandLine;
using System.Globalization;
using Nabla.Cli.Runs;
using Nabla.Cli.Terminal;
using Nabla.Layers;
using Nabla.Training;

namespace Nabla.Cli.Commands;

/// <summary><c>nabla eval</c>: how good a trained model is on the test part.</summary>
internal static class EvalCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "The folder of a run." };
        return new NablaCommand("eval", "Evaluate a trained model on the test part of its data.", "nabla eval runs/digits-1") { folder }.Runs((parsed, session) =>
        {
            (RunFolder run, RunConfig config) = RunFolder.Open(parsed.GetValue(folder)!);
            Sequential model = run.LoadModel(config);
            Trainer trainer = RunTrainer.ForEvaluation(config.Description, model);
            Evaluation evaluation = trainer.Evaluate(RunData.Of(config.Description, config.Vocabulary).Parts.Test);
            if (!double.IsFinite(evaluation.Loss))
            {
                throw new CommandFailure("nonFiniteLoss", string.Create(CultureInfo.InvariantCulture,
                    $"{run.Path}: the loss on {config.Description.DataName} is {evaluation.Loss}: the weights or the data hold numbers that are not finite."), run.Path);
            }
            session.Answer(json =>
            {
                json.WriteStartObject();
                json.WriteString("run", run.Path);
                json.WriteString("data", config.Description.DataName);
                json.WriteReal("loss", evaluation.Loss);
                json.WriteReal("accuracy", evaluation.Accuracy);
                json.WriteEndObject();
            }, () => string.Create(CultureInfo.InvariantCulture, $"{run.Path} on {config.Description.DataName}: loss {evaluation.Loss:0.0000}{PlainDisplay.Accuracy(evaluation.Accuracy)}"));
            return ExitCodes.Done;
        });
    }
}
