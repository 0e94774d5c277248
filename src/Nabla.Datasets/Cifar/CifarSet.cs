namespace Nabla.Data;

/// <summary>CIFAR-10 or a part of it: its files, and how they become a <see cref="Dataset"/>.</summary>
/// <param name="Name">Its name, and that of its folder.</param>
/// <param name="Train">The training files, each with as many pictures.</param>
/// <param name="Test">The test file.</param>
/// <param name="TrainPictures">Pictures of a training file.</param>
/// <param name="TestPictures">Pictures of the test file.</param>
sealed record CifarSet(string Name, IReadOnlyList<string> Train, string Test, int TrainPictures, int TestPictures) : IStoredSet
{
    const float PixelScale = 255;

    static readonly string[] ClassNames = ["airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck"];
    static readonly int[] ItemShape = [CifarFile.Channels, CifarFile.Side, CifarFile.Side];

    public static readonly CifarSet Cifar10 = new(
        "cifar10", ["data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"], "test_batch.bin", 10_000, 10_000);

    public static readonly CifarSet Cifar10Subset = new("cifar10-subset", ["train_4000.bin"], "test_1000.bin", 4_000, 1_000);

    public IReadOnlyList<string> FileNames => [.. Train, Test];

    public string ArchiveFolder => "cifar-10-batches-bin";

    /// <summary>The data set, its files looked for when a part is first used.</summary>
    public Dataset ToDataset(Func<DataLocator> locator) => new(Name, ItemShape, [], ClassNames, Train.Count * TrainPictures, TestPictures, isEmbedded: false,
        () => Standardization.DivideBy(PixelScale),
        () => Load(locator(), Train, TrainPictures),
        () => Load(locator(), [Test], TestPictures));

    /// <summary>Reads file after file, each into its place.</summary>
    DatasetPart Load(DataLocator locator, IReadOnlyList<string> names, int pictures)
    {
        string folder = locator.Find(this) ?? throw StoredSets.NotFound(this, locator);
        float[]? inputs = null;
        long[] labels = new long[names.Count * pictures];
        for (int i = 0; i < names.Count; i++)
        {
            CifarFile file = CifarFile.Read(DataLocator.FileIn(folder, names[i])!, pictures);
            file.ToLabels(ClassNames.Length).CopyTo(labels, i * pictures);
            inputs ??= GC.AllocateUninitializedArray<float>(labels.Length * CifarFile.PictureLength);
            file.CopyPictures(inputs.AsSpan(i * pictures * CifarFile.PictureLength, pictures * CifarFile.PictureLength), PixelScale);
        }

        return new DatasetPart(inputs!, labels, [], ItemShape);
    }
}
