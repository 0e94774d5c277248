using System.Security.Cryptography;

namespace Nabla.Data.Tests;

public sealed class ImageSetTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly TinySet tiny = TinySet.Create();

    public void Dispose() => folder.Dispose();

    Dataset Install(Func<int, byte[]> file)
    {
        for (int i = 0; i < 4; i++)
            folder.Write(Path.Combine("tiny", tiny.Images.Files[i].Name), file(i));
        return tiny.Images.ToDataset(() => new DataLocator(folder.Path, null, null));
    }

    [Fact]
    public void Images_are_divided_by_255_and_labels_taken_as_they_are()
    {
        Dataset set = Install(i => tiny.Packed[i]);
        set.Train.Count.ShouldBe(5);
        set.Test.Count.ShouldBe(3);
        set.Train.ItemShape.ShouldBe([1, 28, 28]);
        set.Train.Labels.ShouldBe([0, 1, 2, 3, 4]);
        for (int i = 0; i < 5 * 784; i++)
            set.Train.Inputs[i].ShouldBe(tiny.Plain[0][16 + i] / 255f);
        float[] raw = [.. tiny.Plain[2][16..].Select(b => (float)b)];
        set.Preparation.Apply(raw);
        raw.ShouldBe(set.Test.Inputs);
    }

    [Fact]
    public void A_set_of_another_size_is_refused()
    {
        Dataset set = Install(i => i == 0 ? tiny.Plain[2] : tiny.Plain[i]);
        Bounded.Refused(() => _ = set.Train).Reason.ShouldBe("the header declares [3, 28, 28], in tiny it is [5, 28, 28]");
    }

    [Fact]
    public void Elements_of_another_type_are_refused()
    {
        Dataset set = Install(i => i == 1 ? IdxFileTests.Idx(9, [5], new byte[5]) : tiny.Plain[i]);
        Bounded.Refused(() => _ = set.Train).Reason.ShouldBe("the elements are Int8, in tiny they are UInt8");
    }

    [Fact]
    public void A_label_out_of_range_is_refused()
    {
        Dataset set = Install(i => i == 1 ? IdxFileTests.Idx(8, [5], [0, 1, 2, 3, 77]) : tiny.Plain[i]);
        Bounded.Refused(() => _ = set.Train).Message.ShouldEndWith("train-labels-idx1-ubyte: cannot read at byte 12: label 4 is 77, with 10 classes labels are from 0 to 9.");
    }

    [Fact]
    public void A_set_that_arrives_later_is_found()
    {
        Dataset set = tiny.Images.ToDataset(() => new DataLocator(folder.Path, null, null));
        Should.Throw<DatasetNotFoundException>(() => set.Train);
        Install(i => tiny.Plain[i]);
        set.Train.Count.ShouldBe(5);
    }

    [DataTheory("mnist")]
    [InlineData("6bbc9ace898e44ae57da46a324031adb")]
    public void Mnist_is_the_published_one(string md5OfTrainingImages) =>
        CheckPublished(ImageSet.Mnist, Datasets.Mnist, md5OfTrainingImages, [5, 0, 4, 1, 9], [7, 2, 1, 0, 4], 0.1307);

    [DataTheory("fashion-mnist")]
    [InlineData("f4a8712d7a061bf5bd6d2ca38dc4d50a")]
    public void Fashion_mnist_is_the_published_one(string md5OfTrainingImages) =>
        CheckPublished(ImageSet.FashionMnist, Datasets.FashionMnist, md5OfTrainingImages, [9, 0, 0, 3, 0], [9, 2, 1, 1, 6], 0.2860);

    static void CheckPublished(ImageSet images, Dataset set, string md5, long[] firstTrain, long[] firstTest, double mean)
    {
        string found = DataLocator.FromEnvironment().Find(images)!;
        foreach (ImageFile file in images.Files)
            file.Difference(DataLocator.FileIn(found, file.Name)!, CancellationToken.None).ShouldBeNull(file.Name);
        IdxFile idx = IdxFile.Read(DataLocator.FileIn(found, images.Files[0].Name)!);
#pragma warning disable CA5351 // the checksum the data is published with
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.MD5);
#pragma warning restore CA5351
        hash.AppendData([0, 0, 8, 3, 0, 0, 0xEA, 0x60, 0, 0, 0, 28, 0, 0, 0, 28]);
        hash.AppendData(idx.Bytes);
        Convert.ToHexStringLower(hash.GetHashAndReset()).ShouldBe(md5);
        set.Train.Count.ShouldBe(60_000);
        set.Test.Count.ShouldBe(10_000);
        set.Train.Labels[..5].ShouldBe(firstTrain);
        set.Test.Labels[..5].ShouldBe(firstTest);
        set.Train.Inputs.Average(x => (double)x).ShouldBe(mean, 1e-4);
        IdxFile.ReadItem(DataLocator.FileIn(found, images.Files[2].Name)!, 9_999).ToSingles(255).ShouldBe(set.Test.Input(9_999).ToArray());
    }

    /// <summary>A test that needs a large data set, skipped where it isn't.</summary>
    sealed class DataTheoryAttribute : TheoryAttribute
    {
        public DataTheoryAttribute(string name)
        {
            Name = name;
            if (!DataLocator.FromEnvironment().Locate(name).Present)
                Skip = $"{name} is not on this machine; get it with: nabla data get {name}";
        }

        public string Name { get; }
    }
}
