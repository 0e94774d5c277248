namespace Nabla.Data.Tests;

public sealed class CifarTests : IDisposable
{
    const int Record = 3073;

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Pictures whose every byte is known: label i mod 10, then (i + j) mod 251.</summary>
    static byte[] Pictures(int count)
    {
        byte[] bytes = new byte[count * Record];
        for (int i = 0; i < count; i++)
        {
            bytes[i * Record] = (byte)(i % 10);
            for (int j = 0; j < Record - 1; j++)
                bytes[i * Record + 1 + j] = (byte)((i + j) % 251);
        }

        return bytes;
    }

    static CifarSet Tiny => new("tiny", ["a.bin", "b.bin"], "test.bin", 3, 2);

    Dataset Install(byte[] a, byte[] b, byte[] test, string inner = "")
    {
        folder.Write(Path.Combine("tiny", inner, "a.bin"), a);
        folder.Write(Path.Combine("tiny", inner, "b.bin.gz"), TemporaryFolder.Gzip(b));
        folder.Write(Path.Combine("tiny", inner, "test.bin"), test);
        return Tiny.ToDataset(() => new DataLocator(folder.Path, null, null));
    }

    [Theory]
    [InlineData("")]
    [InlineData("cifar-10-batches-bin")]
    public void Files_follow_one_another_and_pixels_are_divided_by_255(string inner)
    {
        Dataset set = Install(Pictures(3), [.. Pictures(4)[Record..]], Pictures(2), inner);
        set.ItemShape.ShouldBe([3, 32, 32]);
        (set.TrainCount, set.TestCount).ShouldBe((6, 2));
        set.Train.Labels.ShouldBe([0, 1, 2, 1, 2, 3]);
        set.Test.Labels.ShouldBe([0, 1]);
        for (int j = 0; j < 3072; j++)
        {
            set.Train.Input(2)[j].ShouldBe((2 + j) % 251 / 255f);
            set.Train.Input(5)[j].ShouldBe((3 + j) % 251 / 255f);
        }

        float[] raw = [.. Pictures(2)[1..Record].Select(b => (float)b)];
        set.Preparation.Apply(raw);
        raw.ShouldBe(set.Test.Input(0).ToArray());
    }

    [Fact]
    public void Channels_are_standardised_with_the_training_part()
    {
        Dataset plain = Install(Pictures(3), Pictures(3), Pictures(2)), set = plain.StandardizeChannels();
        for (int channel = 0; channel < 3; channel++)
        {
            double[] values = [.. Enumerable.Range(0, 6).SelectMany(i => set.Train.Input(i).Slice(channel * 1024, 1024).ToArray()).Select(x => (double)x)];
            double mean = values.Average();
            mean.ShouldBe(0, 1e-6);
            Math.Sqrt(values.Average(x => (x - mean) * (x - mean))).ShouldBe(1, 1e-6);
        }

        float[] raw = [.. Pictures(2)[1..Record].Select(b => (float)b)];
        set.Preparation.Apply(raw);
        for (int j = 0; j < raw.Length; j++)
            raw[j].ShouldBe(set.Test.Input(0)[j], 1e-5f);
        plain.Train.Input(0)[0].ShouldBe(0f, "the plain set stays as it was");
        Should.Throw<InvalidOperationException>(() => Datasets.Iris.StandardizeChannels()).Message.ShouldBe("iris: cannot standardise channels of [4]: images are [C, H, W].");
    }

    [Fact]
    public void A_file_that_is_no_whole_pictures_is_refused()
    {
        Bounded.Refused(() => CifarFile.Read(folder.Write("x", Pictures(2)[..^1]))).Message.ShouldEndWith(
            "x: cannot read at byte 3073: the file has 6145 bytes, which are not whole pictures of 3073: the last has 3072.");
        Bounded.Refused(() => CifarFile.Read(folder.Write("x", TemporaryFolder.Gzip(Pictures(2)[..^1])))).Reason.ShouldStartWith("the file has 6145 bytes");
        Bounded.Refused(() => CifarFile.Read(folder.Write("x", []))).Reason.ShouldBe("the file is empty, a picture has 3073 bytes");
        Bounded.Refused(() => CifarFile.Read(folder.Path)).Reason.ShouldBe("it is a folder, a file is expected");
        CifarFile.Read(folder.Write("x", TemporaryFolder.Gzip(Pictures(2)))).Count.ShouldBe(2);
    }

    [Fact]
    public void A_file_of_another_size_is_refused_before_memory_is_taken()
    {
        Dataset set = Install(Pictures(3), Pictures(3), Pictures(1));
        Bounded.Refused(() => _ = set.Test).Message.ShouldEndWith("test.bin: cannot read at byte 3073: the file has 1 pictures, 2 are expected.");
        Bounded.Refused(() => CifarFile.Read(folder.Write("y", TemporaryFolder.Gzip(new byte[10])), 1_000_000)).Reason.ShouldStartWith("1000000 pictures are 3073000000 bytes, a gzip file of");
        Bounded.Refused(() => CifarFile.Read(folder.Write("y", TemporaryFolder.Gzip(Pictures(3))), 2)).Message.ShouldEndWith("cannot read at byte 6146: more follows 2 pictures of 3073 bytes.");
        Bounded.Refused(() => CifarFile.Read(folder.Write("y", TemporaryFolder.Gzip(Pictures(1))), 2)).Reason.ShouldBe("the file ends after 1 pictures, 2 are expected");
    }

    [Fact]
    public void A_label_out_of_range_is_named_with_its_byte()
    {
        byte[] bytes = Pictures(3);
        bytes[2 * Record] = 77;
        Dataset set = Install(bytes, Pictures(3), Pictures(2));
        Bounded.Refused(() => _ = set.Train).Message.ShouldEndWith("a.bin: cannot read at byte 6146: label 2 is 77, with 10 classes labels are from 0 to 9.");
    }

    [Fact]
    public void A_cut_gzip_file_is_refused_wherever_it_is_cut()
    {
        byte[] packed = TemporaryFolder.Gzip(Pictures(1));
        for (int length = 1; length < packed.Length; length += 7)
            Bounded.Refused(() => CifarFile.Read(folder.Write("cut", packed[..length]), 1));
    }

    [Fact]
    public async Task Absent_sets_say_what_to_put_where()
    {
        var empty = new DataLocator(folder.Path, null, null);
        Should.Throw<DatasetNotFoundException>(() => empty.Require("cifar10")).Message.ShouldBe(
            $"cifar10: cannot load the data set: its files are in none of {folder.Path}{Path.DirectorySeparatorChar}cifar10. Unpack cifar-10-binary.tar.gz of https://www.cs.toronto.edu/~kriz/cifar.html there");
        Should.Throw<DatasetNotFoundException>(() => empty.Require("cifar10-subset")).Message.ShouldEndWith("Put train_4000.bin and test_1000.bin there, plain or with .gz");
        if (!DataLocator.FromEnvironment().Locate("cifar10").Present)
        {
            var downloader = new DatasetDownloader(options: new DatasetDownloadOptions { CacheFolder = folder.Path });
            (await Should.ThrowAsync<DatasetDownloadException>(() => downloader.GetAsync("cifar10"))).Message.ShouldContain("no address has them one by one");
        }
    }

    [Fact]
    public void The_known_sets_have_the_published_sizes()
    {
        (Datasets.Cifar10.TrainCount, Datasets.Cifar10.TestCount).ShouldBe((50_000, 10_000));
        (Datasets.Cifar10Subset.TrainCount, Datasets.Cifar10Subset.TestCount).ShouldBe((4_000, 1_000));
        Datasets.Cifar10.ClassNames.Count.ShouldBe(10);
        if (!DataLocator.FromEnvironment().Locate("cifar10-subset").Present) return;
        Datasets.Cifar10Subset.Train.Labels.Distinct().Count().ShouldBe(10);
        Datasets.Cifar10Subset.Train.Inputs.Average(x => (double)x).ShouldBe(0.4734, 0.01);
        Datasets.Cifar10Subset.Test.Count.ShouldBe(1_000);
    }
}
