using Nabla.Data;
using Nabla.Layers;
using Nabla.Losses;
using Nabla.Optimizers;
using Nabla.Training;

namespace Nabla.Tests.Training;

/// <summary>What a trainer counts where examples are sequences of different lengths.</summary>
public sealed class SequenceTrainingTests
{
    static readonly CharacterVocabulary Vocabulary = CharacterVocabulary.Of("abc\n");

    static Tensor Mean(Tensor output, Tensor target) => Loss.SequenceCrossEntropy(output, target, Reduction.Mean, LineDataset.IgnoreIndex);

    static Trainer Trainer(Module model) => new(model, new Adam(model, learningRate: 0.05), Mean) { ClassAxis = -1, IgnoreIndex = LineDataset.IgnoreIndex };

    [Fact]
    public void Loss_and_accuracy_are_means_over_the_places_that_count()
    {
        // As many places as classes: an accuracy along the wrong axis would show.
        var data = new LineDataset(["a", "abc", "", "cc", "ab"], Vocabulary);
        var model = new Sequential(new Embedding(4, 6), new Linear(6, 4)) { Seed = 2 };
        model.Eval();
        double sum = 0, right = 0, places = 0;
        for (int i = 0; i < data.Count; i++)
        {
            Batch line = data.Take([i]);
            Tensor output = model.Call(line.Inputs);
            sum += Loss.SequenceCrossEntropy(output, line.Targets, Reduction.Sum).Item();
            right += output.ArgMax(-1).EqualTo(line.Targets).Sum().Item();
            places += line.Targets.ElementCount;
        }
        places.ShouldBe(13);
        foreach (int batchSize in (int[])[1, 2, 5])
        {
            Evaluation evaluation = Trainer(model).Evaluate(data, batchSize);
            evaluation.Loss.ShouldBe(sum / places, 1e-6);
            evaluation.Accuracy.ShouldBe(right / places);
        }
    }

    [Fact]
    public void A_model_of_pairs_learns_a_text_and_the_same_seed_gives_the_same_bits()
    {
        int[] text = Vocabulary.Encode(string.Concat(Enumerable.Repeat("abc\n", 100)));
        (TextDataset train, TextDataset test) = TextDataset.Split(text, context: 8);
        double[] Weights()
        {
            var model = new Sequential(new Embedding(4, 6), new Linear(6, 4)) { Seed = 2 };
            Trainer trainer = Trainer(model);
            TrainingResult result = trainer.Fit(train, epochs: 12, batchSize: 4, seed: 9);
            result.Accuracy.ShouldBe(1);
            Evaluation evaluation = trainer.Evaluate(test);
            evaluation.Accuracy.ShouldBe(1);
            evaluation.Loss.ShouldBeLessThan(0.2);
            return [.. model.Parameters().SelectMany(p => p.ToDoubles())];
        }
        Weights().ShouldBe(Weights());
    }
}
