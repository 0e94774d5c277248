namespace Nabla.Data;

/// <summary>
/// A data set of images in four IDX files: its files, where they are published, and how they become a
/// <see cref="Dataset"/>.
/// </summary>
sealed class ImageSet : IStoredSet
{
    const int Side = 28;
    const float PixelScale = 255;

    public static readonly ImageSet Mnist = new(
        "mnist",
        ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"],
        [new("https://ossci-datasets.s3.amazonaws.com/mnist/"), new("https://storage.googleapis.com/cvdf-datasets/mnist/")],
        [
            new("train-images-idx3-ubyte", 47_040_016, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db"),
            new("train-labels-idx1-ubyte", 60_008, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5"),
            new("t10k-images-idx3-ubyte", 7_840_016, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7"),
            new("t10k-labels-idx1-ubyte", 10_008, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
        ]);

    public static readonly ImageSet FashionMnist = new(
        "fashion-mnist",
        ["T-shirt/top", "Trouser", "Pullover", "Dress", "Coat", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot"],
        [new("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/")],
        [
            new("train-images-idx3-ubyte", 47_040_016, "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888"),
            new("train-labels-idx1-ubyte", 60_008, "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9"),
            new("t10k-images-idx3-ubyte", 7_840_016, "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b"),
            new("t10k-labels-idx1-ubyte", 10_008, "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34"),
        ]);

    /// <summary>A set of images.</summary>
    /// <param name="name">Its name, and that of its folder.</param>
    /// <param name="classNames">The classes in the order of their labels.</param>
    /// <param name="mirrors">Where it is published, each address ending in a slash.</param>
    /// <param name="files">Training images, training labels, test images, test labels.</param>
    public ImageSet(string name, IReadOnlyList<string> classNames, IReadOnlyList<Uri> mirrors, IReadOnlyList<ImageFile> files)
    {
        Name = name;
        ClassNames = classNames;
        Mirrors = mirrors;
        Files = files;
    }

    public static IReadOnlyList<ImageSet> All { get; } = [Mnist, FashionMnist];

    public string Name { get; }

    public IReadOnlyList<string> ClassNames { get; }

    public IReadOnlyList<Uri> Mirrors { get; }

    public IReadOnlyList<ImageFile> Files { get; }

    public IReadOnlyList<string> FileNames => [.. Files.Select(f => f.Name)];

    public string ArchiveFolder => "";

    // A label is a byte after the 8 bytes of its file's header.
    int TrainCount => (int)Files[1].Length - 8;

    int TestCount => (int)Files[3].Length - 8;

    public static ImageSet? Find(string name) => All.FirstOrDefault(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The data set, its files looked for when a part is first used.</summary>
    public Dataset ToDataset(Func<DataLocator> locator) =>
        new(Name, [1, Side, Side], [], ClassNames, TrainCount, TestCount, isEmbedded: false,
        () => Standardization.DivideBy(PixelScale),
        () => Load(locator(), Files[0], Files[1], TrainCount),
        () => Load(locator(), Files[2], Files[3], TestCount));

    DatasetPart Load(DataLocator locator, ImageFile imageFile, ImageFile labelFile, int count)
    {
        string folder = locator.Find(this) ?? throw new DatasetNotFoundException(Name, locator.FoldersOf(Name));
        IdxFile images = Read(folder, imageFile, [count, Side, Side]);
        IdxFile labels = Read(folder, labelFile, [count]);
        return new DatasetPart(images.ToSingles(PixelScale), labels.ToLabels(ClassNames.Count), [], [1, Side, Side]);
    }

    IdxFile Read(string folder, ImageFile file, int[] expected)
    {
        IdxFile idx = IdxFile.Read(DataLocator.FileIn(folder, file.Name)!);
        if (idx.ElementType != IdxElementType.UInt8)
            throw new DataFormatException(idx.Path, DataPosition.AtByte(2),
                $"the elements are {idx.ElementType}, in {Name} they are {IdxElementType.UInt8}");
        if (!idx.Dimensions.SequenceEqual(expected))
        {
            throw new DataFormatException(idx.Path, DataPosition.AtByte(4),
                $"the header declares [{string.Join(", ", idx.Dimensions)}], in {Name} it is [{string.Join(", ", expected)}]");
        }

        return idx;
    }
}
