using Nabla.Cli.Descriptions;
using Nabla.Cli.Terminal;
using Nabla.Data;
using Nabla.Diagnostics;

namespace Nabla.Cli.Runs;

/// <summary>What a run trains and tests on, and what predictions must know of it.</summary>
/// <param name="ItemShape">The shape of one input; of a text the most characters of a sequence.</param>
/// <param name="FeatureNames">What each number of an input is; empty for images and texts.</param>
/// <param name="ClassNames">The classes in order; empty where answers are numbers or characters.</param>
/// <param name="Preparation">What was done to raw inputs.</param>
/// <param name="Vocabulary">The characters of a text; null where there is none.</param>
internal sealed record RunData(
    IReadOnlyList<int> ItemShape, IReadOnlyList<string> FeatureNames, IReadOnlyList<string> ClassNames, Standardization Preparation, CharacterVocabulary? Vocabulary)
{
    /// <summary>How far behind one another lines may reach before a window for each is more than a batch should hold.</summary>
    const int LongestLine = 4096;

    readonly Func<(IDataset Train, IDataset Test)> parts = null!;

    RunData(IReadOnlyList<int> itemShape, CharacterVocabulary vocabulary, Func<(IDataset Train, IDataset Test)> parts)
        : this(itemShape, [], [], Standardization.DivideBy(1), vocabulary) => this.parts = parts;

    RunData(Dataset set) : this(set.ItemShape, set.FeatureNames, set.ClassNames, set.Preparation, null) => parts = () => (set.Train, set.Test);

    /// <summary>How many classes there are; 0 where answers are numbers.</summary>
    public int ClassCount => Vocabulary?.Count ?? ClassNames.Count;

    /// <summary>Both parts, read when they are asked for.</summary>
    public (IDataset Train, IDataset Test) Parts => parts();

    /// <summary>What a description names.</summary>
    /// <param name="description">The description.</param>
    /// <param name="trained">The vocabulary of a trained model; a text's own if null.</param>
    public static RunData Of(RunDescription description, CharacterVocabulary? trained = null) => description.Data.Kind switch
    {
        DataKinds.Text => OfText(description.Data, TextFile.Open(description.DataName), trained),
        DataKinds.Lines => OfLines(description.Data, TextFile.Open(description.DataName), trained),
        _ => new RunData(Find(description)),
    };

    /// <summary>What a description names, without reading a known text that is not there: enough to make the model.</summary>
    public static RunData Outline(RunDescription description)
    {
        if (!description.IsText || TextSet.Find(description.DataName) is not { } set || DataLocator.FromEnvironment().Locate(set.Name).Present) return Of(description);
        int context = description.Data.WholeOrNull("context") ?? set.LongestLine + 1;
        return new RunData([context], new CharacterVocabulary(set.Characters), () => throw new InvalidOperationException($"{set.Name}: only the outline of the text was asked for."));
    }

    static RunData OfText(Described data, TextFile file, CharacterVocabulary? trained)
    {
        CharacterVocabulary vocabulary = trained ?? CharacterVocabulary.Of(file.Text);
        int[] text = vocabulary.Encode(file.Text, file.Path);
        int context = data.Whole("context");
        (TextDataset train, TextDataset test) = TextDataset.Split(text, context, data.WholeOrNull("stride"), data.Real("testShare"));
        return new RunData([context], vocabulary, () => (train, test));
    }

    static RunData OfLines(Described data, TextFile file, CharacterVocabulary? trained)
    {
        CharacterVocabulary vocabulary = trained ?? CharacterVocabulary.Of(file.Text + LineDataset.Mark);
        vocabulary.Encode(file.Text, file.Path); // names line and column of the file, which the parts do not know
        (IReadOnlyList<string> trainLines, IReadOnlyList<string> testLines) = LineDataset.Split(file.Lines);
        LineDataset train = new(trainLines, vocabulary, file.Path), test = new(testLines, vocabulary, file.Path);
        int longest = Math.Max(train.Longest, test.Longest), context = data.WholeOrNull("context") ?? longest;
        if (longest > context || context > LongestLine)
        {
            string reason = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"the longest line has {longest} characters with its end, {Math.Min(context, LongestLine)} are the most");
            throw new CommandFailure("data", $"{file.Path}: cannot learn the lines: {reason}. Cut the lines, or take \"kind\": \"text\".", file.Path);
        }
        return new RunData([context], vocabulary, () => (train, test));
    }

    static Dataset Find(RunDescription description)
    {
        Dataset set = Datasets.Find(description.DataName)
            ?? throw description.Data.Json.Wrong($"there is no data set '{description.DataName}'.{NearestName.Hint(description.DataName, Names)} Known are {string.Join(", ", Names)}.");
        if (!description.Data.Flag("standardize")) return set;
        return set.ItemShape.Count == 3 ? set.StandardizeChannels() : throw description.Data.Wrong("standardize", $"{set.Name} has no images with channels.");
    }

    static IEnumerable<string> Names => DataLocator.FromEnvironment().List().Select(d => d.Name);
}
