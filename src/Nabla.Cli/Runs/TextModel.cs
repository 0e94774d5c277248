using Nabla.Cli.Descriptions;
using Nabla.Cli.Terminal;
using Nabla.Data;
using Nabla.Inference;
using Nabla.Layers;

namespace Nabla.Cli.Runs;

/// <summary>A trained model of text: characters in, characters out.</summary>
/// <param name="model">The model.</param>
/// <param name="config">What its run says.</param>
internal sealed class TextModel(Module model, RunConfig config)
{
    const int TextLength = 500;

    readonly CharacterVocabulary vocabulary = config.Vocabulary!;
    readonly SequenceGenerator generator = new(model, config.Context);

    /// <summary>The model of a run.</summary>
    /// <exception cref="CommandFailure">It is no model of text.</exception>
    public static TextModel Open(RunFolder run, RunConfig config, string command) => config.Vocabulary is not null ? new(run.LoadModel(config), config)
        : throw CommandFailure.Arguments($"{run.Path}: cannot {command}: the run's data, {config.Description.DataName}, is no text. Try nabla predict.", run.Path);

    /// <summary>Whether it writes lines, each with an end, rather than one text without.</summary>
    public bool WritesLines => config.Description.Data.Kind == DataKinds.Lines;

    /// <summary>How many characters a sample has unless told.</summary>
    public int DefaultLength => WritesLines ? config.Context : TextLength;

    /// <summary>How many samples show what was learnt.</summary>
    public int DefaultCount => WritesLines ? 10 : 1;

    /// <summary>The prompt's characters as the model takes them.</summary>
    /// <exception cref="UnknownCharacterException">The model knows none of them.</exception>
    public int[] Encode(string prompt, string source)
    {
        int[] numbers = vocabulary.Encode(prompt, source);
        // A line starts behind its mark; a text that starts nowhere in particular starts on a new line, if it has any.
        bool marked = WritesLines || numbers.Length == 0;
        return marked ? [vocabulary.Find(new System.Text.Rune(LineDataset.Mark)) ?? 0, .. numbers] : numbers;
    }

    /// <summary>Samples, each the prompt and what follows it; the n-th depends on seed and n alone.</summary>
    public IEnumerable<string> Write(string prompt, int[] start, int length, int count, SamplingOptions options, ulong seed, CancellationToken stop)
    {
        int? end = WritesLines ? start[0] : null;
        for (int i = 0; i < count; i++)
        {
            var random = new RandomStream(seed, "generate").Named(i.ToString(System.Globalization.CultureInfo.InvariantCulture));
            var drawn = new List<int>();
            foreach (int next in generator.Generate(start, length, new Sampler(random, options), end))
            {
                stop.ThrowIfCancellationRequested();
                drawn.Add(next);
            }
            yield return prompt + vocabulary.Decode([.. drawn]);
        }
    }

    /// <summary>A few samples of what was learnt; fewer where the wish to stop comes between.</summary>
    public IReadOnlyList<string> Show(CancellationToken stop)
    {
        var samples = new List<string>();
        try
        {
            foreach (string sample in Write("", Encode("", "prompt"), DefaultLength, DefaultCount, new SamplingOptions(), (ulong)config.Description.Seed, stop)) samples.Add(sample);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // The training is done and written: its answer is worth more than the samples that are missing.
        }
        return samples;
    }

    /// <summary>What follows a prompt, and the probability of every character, in the order of the vocabulary.</summary>
    public (string Next, double[] Probabilities) Predict(string prompt, string source)
    {
        double[] probabilities = new Sampler(new RandomStream(0)).Probabilities(generator.Score(Encode(prompt, source)));
        return (vocabulary[Array.IndexOf(probabilities, probabilities.Max())], probabilities);
    }
}
