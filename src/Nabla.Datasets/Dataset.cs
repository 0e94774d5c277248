namespace Nabla.Data;

/// <summary>A data set: what it is called, what its inputs and answers are, and its two parts, loaded when first used.</summary>
/// <remarks>
/// Safe to use from several threads. The split into parts is fixed; see the remarks of each property of
/// <see cref="Datasets"/>.
/// </remarks>
public sealed class Dataset
{
    readonly Lazily<DatasetPart> train;
    readonly Lazily<DatasetPart> test;
    readonly Lazily<Standardization> preparation;

    internal Dataset(string name, IReadOnlyList<int> itemShape, IReadOnlyList<string> featureNames, IReadOnlyList<string> classNames,
        int trainCount, int testCount, bool isEmbedded, Func<Standardization> preparation, Func<DatasetPart> train, Func<DatasetPart> test)
    {
        Name = name;
        ItemShape = itemShape;
        FeatureNames = featureNames;
        ClassNames = classNames;
        TrainCount = trainCount;
        TestCount = testCount;
        IsEmbedded = isEmbedded;
        this.preparation = new(preparation);
        this.train = new(train);
        this.test = new(test);
    }

    /// <summary>What the command line and error messages call it, e.g. <c>fashion-mnist</c>.</summary>
    public string Name { get; }

    /// <summary>The shape of one input: <c>[1, 28, 28]</c> (C, H, W) for images, <c>[features]</c> for tables.</summary>
    public IReadOnlyList<int> ItemShape { get; }

    /// <summary>What each number of an input is, in order; empty for images.</summary>
    public IReadOnlyList<string> FeatureNames { get; }

    /// <summary>The classes in the order of their labels; empty if the answers are numbers.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>The number of training items; known without loading them.</summary>
    public int TrainCount { get; }

    /// <summary>The number of test items; known without loading them.</summary>
    public int TestCount { get; }

    /// <summary>Whether the package itself holds the data, so that nothing has to be found or downloaded.</summary>
    public bool IsEmbedded { get; }

    /// <summary>What was done to the raw inputs; whoever predicts must do the same.</summary>
    public Standardization Preparation => preparation.Value;

    /// <summary>The training part.</summary>
    /// <exception cref="DatasetNotFoundException">The files are not on this machine.</exception>
    /// <exception cref="DataFormatException">The files are not what they should be.</exception>
    public DatasetPart Train => train.Value;

    /// <summary>The test part: items that training must never see.</summary>
    /// <exception cref="DatasetNotFoundException">The files are not on this machine.</exception>
    /// <exception cref="DataFormatException">The files are not what they should be.</exception>
    public DatasetPart Test => test.Value;

    /// <summary>The same images with mean 0 and standard deviation 1 in every channel.</summary>
    /// <returns>A data set of the same name; its <see cref="Preparation"/> starts from raw pixels.</returns>
    /// <exception cref="InvalidOperationException">The inputs are not images <c>[C, H, W]</c>.</exception>
    /// <remarks>
    /// Means and deviations are those of the training part, over all its images and pixels. The parts are copies: both sets
    /// together take twice the memory once both are used.
    /// </remarks>
    public Dataset StandardizeChannels()
    {
        if (ItemShape.Count != 3)
            throw new InvalidOperationException($"{Name}: cannot standardise channels of [{string.Join(", ", ItemShape)}]: images are [C, H, W].");
        Lazily<Standardization> fit = new(() => Standardization.FitChannels(Train.Inputs, ItemShape[0], ItemShape[1] * ItemShape[2]));
        return new Dataset(Name, ItemShape, FeatureNames, ClassNames, TrainCount, TestCount, IsEmbedded,
            () => fit.Value.After(Preparation), () => Prepared(Train, fit.Value), () => Prepared(Test, fit.Value));
    }

    static DatasetPart Prepared(DatasetPart part, Standardization preparation)
    {
        float[] inputs = [.. part.Inputs];
        preparation.Apply(inputs);
        return new DatasetPart(inputs, part.Labels, part.Targets, part.ItemShape);
    }

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
