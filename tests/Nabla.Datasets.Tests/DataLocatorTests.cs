namespace Nabla.Data.Tests;

public sealed class DataLocatorTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    static string[] Folders(PlatformID platform, string home, params (string Name, string Value)[] variables) =>
        [.. DataLocator.FromEnvironment(name => variables.FirstOrDefault(v => v.Name == name).Value, platform, home).FoldersOf("mnist")];

    [Fact]
    public void The_folders_are_searched_in_the_documented_order()
    {
        Folders(PlatformID.Unix, "/home/u").ShouldBe(["/home/u/.cache/nabla/mnist", "/usr/share/datasets/mnist"]);
        Folders(PlatformID.Unix, "/home/u", ("NABLA_DATA", "/d"), ("XDG_CACHE_HOME", "/c"))
            .ShouldBe(["/d/mnist", "/c/nabla/mnist", "/usr/share/datasets/mnist"]);
        Folders(PlatformID.MacOSX, "/Users/u").ShouldBe(["/Users/u/Library/Caches/nabla/mnist"]);
        Folders(PlatformID.Win32NT, "/u", ("LOCALAPPDATA", "/local")).ShouldBe([Path.Combine("/local", "nabla", "mnist")]);
    }

    [Fact]
    public void Empty_and_relative_variables_are_ignored()
    {
        Folders(PlatformID.Unix, "/home/u", ("NABLA_DATA", ""), ("XDG_CACHE_HOME", "cache"))
            .ShouldBe(["/home/u/.cache/nabla/mnist", "/usr/share/datasets/mnist"]);
        Folders(PlatformID.Unix, "").ShouldBe(["/usr/share/datasets/mnist"]);
    }

    [Fact]
    public void The_first_folder_with_all_files_is_taken_packed_or_plain()
    {
        TinySet set = TinySet.Create();
        string first = Path.Combine(folder.Path, "first");
        string second = Path.Combine(folder.Path, "second");
        var locator = new DataLocator(first, second, null);
        locator.Find(set.Images).ShouldBeNull();
        for (int i = 0; i < 4; i++)
            folder.Write(Path.Combine("second", "tiny", set.Images.Files[i].Name + (i % 2 == 0 ? ".gz" : "")), i % 2 == 0 ? set.Packed[i] : set.Plain[i]);
        locator.Find(set.Images).ShouldBe(Path.Combine(second, "tiny"));
        for (int i = 0; i < 3; i++)
            folder.Write(Path.Combine("first", "tiny", set.Images.Files[i].Name), set.Plain[i]);
        locator.Find(set.Images).ShouldBe(Path.Combine(second, "tiny"));
        folder.Write(Path.Combine("first", "tiny", set.Images.Files[3].Name), set.Plain[3]);
        locator.Find(set.Images).ShouldBe(Path.Combine(first, "tiny"));
    }

    [Fact]
    public void The_list_names_every_data_set()
    {
        IReadOnlyList<DatasetLocation> list = new DataLocator(folder.Path, null, null).List();
        list.Select(l => l.Name).ShouldBe([.. Datasets.All.Select(d => d.Name), .. TextSet.All.Select(t => t.Name)]);
        list.Single(l => l.Name == "iris").ShouldBe(new DatasetLocation("iris", null, 120, 30, true));
        list.Single(l => l.Name == "mnist").ShouldBe(new DatasetLocation("mnist", null, 60000, 10000, false));
    }

    [Fact]
    public void An_absent_set_is_refused_with_the_folders_and_the_cure()
    {
        var locator = new DataLocator("/a", "/b", null);
        Dataset set = ImageSet.Mnist.ToDataset(() => locator);
        DatasetNotFoundException error = Should.Throw<DatasetNotFoundException>(() => set.Train);
        error.Folders.ShouldBe([Path.Combine("/a", "mnist"), Path.Combine("/b", "mnist")]);
        error.Message.ShouldBe($"mnist: cannot load the data set: its files are in none of {Path.Combine("/a", "mnist")}, {Path.Combine("/b", "mnist")}. "
            + "Fetch them with: nabla data get mnist");
        Should.Throw<DatasetNotFoundException>(() => locator.Locate("roses")).Message
            .ShouldBe("roses: cannot load the data set: no such name. Known are digits, iris, wine, breast-cancer, diabetes, mnist, fashion-mnist, cifar10, cifar10-subset, names, shakespeare.");
    }
}
