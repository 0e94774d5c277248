using System.Security.Cryptography;

namespace Nabla.Data.Tests;

public class SmallTablesTests
{
    public static TheoryData<string> Tables => [.. Datasets.All.Where(d => d.IsEmbedded).Select(d => d.Name)];

    static long[] CountPerClass(DatasetPart part, Dataset set) =>
        [.. Enumerable.Range(0, set.ClassNames.Count).Select(c => (long)part.Labels.Count(l => l == c))];

    [Theory]
    [InlineData("digits.csv.gz", "46abec6b12486ad9e51943373abcf22bbea1b5a51a1619b361570d8893f1464a")]
    [InlineData("iris.csv", "f13ffa8fdd56fd8e6c8d16d4081a3fbd3114bcd0aae4256c43205169cd9d1449")]
    [InlineData("wine.csv", "10e8a802908b34f86e5da8ce962f3c806694bc98450a18f61851af59f324bede")]
    [InlineData("breast_cancer.csv", "fed3eb72d0575ef6192293f5093c6e801b1476b577d0386bf4455504522172ed")]
    [InlineData("diabetes.csv", "731c91514b20f51185739fd2533cde9eccd1c61b16c2aba62d9c8082a9151d4f")]
    public void The_embedded_files_are_the_published_ones(string resource, string sha256)
    {
        using Stream stream = EmbeddedTable.Open(resource);
        Convert.ToHexStringLower(SHA256.HashData(stream)).ShouldBe(sha256);
    }

    [Theory]
    [MemberData(nameof(Tables))]
    public void The_parts_have_the_announced_sizes(string name)
    {
        Dataset set = Datasets.Find(name)!;
        set.Train.Count.ShouldBe(set.TrainCount);
        set.Test.Count.ShouldBe(set.TestCount);
        set.ItemShape.ShouldBe([set.FeatureNames.Count]);
        foreach (DatasetPart part in new[] { set.Train, set.Test })
        {
            part.ItemShape.ShouldBe(set.ItemShape);
            part.Inputs.Length.ShouldBe(part.Count * part.ItemLength);
            part.Inputs.ShouldAllBe(x => float.IsFinite(x));
            (set.ClassNames.Count > 0 ? part.Labels.Length : part.Targets.Length).ShouldBe(part.Count);
        }
    }

    [Theory]
    [InlineData("digits", new long[] { 143, 146, 142, 147, 145, 146, 145, 144, 140, 144 }, new long[] { 35, 36, 35, 36, 36, 36, 36, 35, 34, 36 })]
    [InlineData("iris", new long[] { 40, 40, 40 }, new long[] { 10, 10, 10 })]
    [InlineData("wine", new long[] { 48, 57, 39 }, new long[] { 11, 14, 9 })]
    [InlineData("breast-cancer", new long[] { 170, 286 }, new long[] { 42, 71 })]
    public void The_split_keeps_the_shares_of_the_classes(string name, long[] train, long[] test)
    {
        Dataset set = Datasets.Find(name)!;
        CountPerClass(set.Train, set).ShouldBe(train);
        CountPerClass(set.Test, set).ShouldBe(test);
    }

    [Fact]
    public void The_split_is_the_documented_one()
    {
        HoldOut.TestRows([0, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1], 2)
            .ShouldBe([false, false, false, false, false, true, false, false, false, true, false]);

        // The fifth row of iris is the first test row, its first row the first training row.
        Raw(Datasets.Iris, Datasets.Iris.Train, 0).ShouldBe([5.1, 3.5, 1.4, 0.2]);
        Raw(Datasets.Iris, Datasets.Iris.Test, 0).ShouldBe([5.0, 3.6, 1.4, 0.2]);
        Raw(Datasets.Iris, Datasets.Iris.Test, 10).ShouldBe([6.5, 2.8, 4.6, 1.5]);
        Raw(Datasets.Wine, Datasets.Wine.Train, 0)[..3].ShouldBe([14.23, 1.71, 2.43]);
        Raw(Datasets.BreastCancer, Datasets.BreastCancer.Train, 0)[..2].ShouldBe([17.99, 10.38]);
        Raw(Datasets.Diabetes, Datasets.Diabetes.Train, 0).ShouldBe([59, 2, 32.1, 101, 157, 93.2, 38, 4, 4.86, 87]);
        Datasets.Diabetes.Train.Targets[..3].ShouldBe([151, 75, 141]);
        Datasets.Diabetes.Test.Targets[0].ShouldBe(135);
        Datasets.Digits.Train.Input(0)[..8].ToArray().ShouldBe([0, 0, 5 / 16f, 13 / 16f, 9 / 16f, 1 / 16f, 0, 0]);
        Datasets.Digits.Train.Labels[..5].ShouldBe([0, 1, 2, 3, 4]);
    }

    static double[] Raw(Dataset set, DatasetPart part, int row) =>
        [.. part.Input(row).ToArray().Select((x, i) => Math.Round(x * (double)set.Preparation.Scales[i] + set.Preparation.Means[i], 2))];

    [Theory]
    [InlineData("iris")]
    [InlineData("wine")]
    [InlineData("breast-cancer")]
    [InlineData("diabetes")]
    public void Tables_are_standardised_with_the_training_part_only(string name)
    {
        Dataset set = Datasets.Find(name)!;
        int width = set.FeatureNames.Count;
        for (int feature = 0; feature < width; feature++)
        {
            double[] train = Column(set.Train, feature);
            train.Average().ShouldBe(0, 1e-5);
            Math.Sqrt(train.Average(x => x * x)).ShouldBe(1, 1e-5);
        }

        Enumerable.Range(0, width).Count(f => Math.Abs(Column(set.Test, f).Average()) > 1e-3).ShouldBeGreaterThan(width / 2);
        set.Preparation.Means.Count.ShouldBe(width);
    }

    static double[] Column(DatasetPart part, int feature) => [.. Enumerable.Range(0, part.Count).Select(i => (double)part.Input(i)[feature])];

    [Fact]
    public void Digits_are_divided_by_16()
    {
        Datasets.Digits.Preparation.Scales.ShouldBe([16]);
        Datasets.Digits.Train.Inputs.Min().ShouldBe(0);
        Datasets.Digits.Train.Inputs.Max().ShouldBe(1);
    }

    [Fact]
    public void A_part_is_loaded_once_whoever_asks_first()
    {
        var loads = new List<object>();
        var lazily = new Lazily<object>(() =>
        {
            Thread.Sleep(20);
            lock (loads)
                loads.Add(new object());
            return loads[0];
        });
        object[] seen = new object[8];
        Parallel.For(0, 8, i => seen[i] = lazily.Value);
        loads.Count.ShouldBe(1);
        seen.ShouldAllBe(o => ReferenceEquals(o, loads[0]));
    }

    [Fact]
    public void A_failed_load_is_tried_again()
    {
        int calls = 0;
        var lazily = new Lazily<string>(() => ++calls == 1 ? throw new IOException("not yet") : "there");
        Should.Throw<IOException>(() => lazily.Value);
        lazily.Value.ShouldBe("there");
    }

    [Fact]
    public void Data_sets_are_found_by_name()
    {
        Datasets.Find("IRIS").ShouldBeSameAs(Datasets.Iris);
        Datasets.Find("fashion-mnist").ShouldBeSameAs(Datasets.FashionMnist);
        Datasets.Find("roses").ShouldBeNull();
        Datasets.All.Select(d => d.Name).ShouldBe(["digits", "iris", "wine", "breast-cancer", "diabetes", "mnist", "fashion-mnist", "cifar10", "cifar10-subset"]);
    }
}
