using System.Text.Json;
using Nabla.Cli.Terminal;

namespace Nabla.Cli.Runs;

/// <summary>How an epoch went: a line of metrics.jsonl.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="TrainLoss">The mean loss of its examples as they were met.</param>
/// <param name="TrainAccuracy">The share that was classified rightly as they were met; null where answers are numbers.</param>
/// <param name="TestLoss">The mean loss on the test part after it.</param>
/// <param name="TestAccuracy">The accuracy on the test part after it; null where answers are numbers.</param>
/// <param name="LearningRate">The learning rate of its last step.</param>
/// <param name="ExamplesPerSecond">The speed of its training.</param>
/// <param name="Seconds">The time since the training began.</param>
internal sealed record EpochMetrics(int Epoch, double TrainLoss, double? TrainAccuracy, double TestLoss, double? TestAccuracy, double LearningRate, double ExamplesPerSecond, double Seconds)
{
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteNumber("epoch", Epoch);
        json.WriteReal("trainLoss", TrainLoss);
        json.WriteReal("trainAccuracy", TrainAccuracy);
        json.WriteReal("testLoss", TestLoss);
        json.WriteReal("testAccuracy", TestAccuracy);
        json.WriteReal("learningRate", LearningRate);
        json.WriteReal("examplesPerSecond", ExamplesPerSecond);
        json.WriteReal("seconds", Seconds);
        json.WriteEndObject();
    }
}
