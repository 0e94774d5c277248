namespace Nabla.Data.Tests;

public sealed class TextFileTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    TextFile Read(params byte[] bytes) => TextFile.Read(folder.Write("x.txt", bytes));

    [Fact]
    public void A_mark_is_passed_over_and_every_line_end_becomes_one()
    {
        TextFile file = Read([0xEF, 0xBB, 0xBF, .. "ab\r\ncd\re\n\n\u2028f\f"u8]);
        file.Text.ShouldBe("ab\ncd\ne\n\n\u2028f\f");
        file.Lines.ShouldBe(["ab", "cd", "e", "\u2028f\f"]);
        Read((byte)'x').Text.ShouldBe("x");
        TextFile.Read(folder.Write("y", TemporaryFolder.Gzip("packed"u8.ToArray()))).Text.ShouldBe("packed");
    }

    [Fact]
    public void A_character_that_two_reads_share_is_whole()
    {
        string text = string.Concat(Enumerable.Repeat("a€😀é", 30_000));
        Read(Encoding.UTF8.GetBytes(text)).Text.ShouldBe(text);
        Read([.. "a"u8, .. Encoding.UTF8.GetBytes(text)]).Text.ShouldBe("a" + text);
        Read([.. "ab"u8, .. Encoding.UTF8.GetBytes(text)]).Text.ShouldBe("ab" + text);
    }

    [Theory]
    [InlineData(new byte[] { }, "cannot read at byte 0: the file is empty, a text has at least 1 character.")]
    [InlineData(new byte[] { 0xEF, 0xBB, 0xBF }, "cannot read at byte 0: the file is empty, a text has at least 1 character.")]
    [InlineData(new byte[] { 97, 98, 0xFF, 99 }, "cannot read at byte 2: the byte ff begins no character of UTF-8. Give a text file in UTF-8.")]
    [InlineData(new byte[] { 0xFF, 0xFE, 97, 0 }, "cannot read at byte 0: the byte ff begins no character of UTF-8, as a text in UTF-16 begins. Save it in UTF-8.")]
    [InlineData(new byte[] { 97, 0, 98 }, "cannot read at byte 1: a zero byte; no text has one. Give a text file in UTF-8.")]
    [InlineData(new byte[] { 97, 0xE2, 0x82 }, "cannot read at byte 1: the file ends within a character, after 2 of its bytes.")]
    [InlineData(new byte[] { 97, 0xED, 0xA0, 0x80 }, "cannot read at byte 1: the byte ed begins no character of UTF-8. Give a text file in UTF-8.")]
    public void What_is_no_text_is_refused_with_its_byte(byte[] bytes, string message) => Bounded.Refused(() => Read(bytes)).Message.ShouldEndWith(message);

    [Fact]
    public void Random_bytes_are_refused()
    {
        var random = new Random(5);
        for (int i = 0; i < 50; i++)
        {
            byte[] bytes = new byte[2000];
            random.NextBytes(bytes);
            Bounded.Refused(() => Read(bytes));
        }
    }

    [Fact]
    public void Known_texts_lie_in_the_folder_text()
    {
        var locator = new DataLocator(folder.Path, null, null);
        DatasetNotFoundException missing = Should.Throw<DatasetNotFoundException>(() => TextFile.Open("shakespeare", locator));
        missing.Message.ShouldBe($"shakespeare: cannot load the data set: its files are in none of {Path.Combine(folder.Path, "text")}. Put shakespeare.txt there, or give the path of a text file");
        locator.Locate("names").Present.ShouldBeFalse();
        folder.Write(Path.Combine("text", "names-of-people.txt"), "ada\nalan\n");
        folder.Write(Path.Combine("text", "tinyshakespeare.txt.gz"), TemporaryFolder.Gzip("To be"u8.ToArray()));
        TextFile.Open("names", locator).Lines.ShouldBe(["ada", "alan"]);
        TextFile.Open("Shakespeare", locator).Text.ShouldBe("To be");
        locator.Locate("names").Path.ShouldBe(Path.Combine(folder.Path, "text", "names-of-people.txt"));
        TextFile.Open(folder.Write("own.txt", "own"), locator).Text.ShouldBe("own");
        Should.Throw<DatasetNotFoundException>(() => TextFile.Open(Path.Combine(folder.Path, "none.txt"), locator)).Message.ShouldContain(folder.Path);
    }

    [Fact]
    public void The_published_texts_are_as_they_are_described()
    {
        foreach (TextSet set in TextSet.All)
        {
            if (!DataLocator.FromEnvironment().Locate(set.Name).Present) continue;
            TextFile file = TextFile.Open(set.Name);
            CharacterVocabulary.Of(file.Text + "\n").Characters.ShouldBe(set.Characters, set.Name);
            file.Lines.Max(l => l.Length).ShouldBe(set.LongestLine, set.Name);
            (set.TrainCount + set.TestCount).ShouldBe(ReferenceEquals(set, TextSet.Names) ? file.Lines.Count : file.Text.Length);
        }
    }
}
