using Nabla.Data;

namespace Nabla.Tests.Data;

public sealed class TextDatasetTests
{
    static int[] Count(int n) => [.. Enumerable.Range(0, n)];

    [Fact]
    public void Targets_are_the_inputs_one_character_later()
    {
        var data = new TextDataset(Count(10), context: 3);
        data.Count.ShouldBe(3);
        Batch batch = data.Take([2, 0]);
        batch.Inputs.Shape.ShouldBe(new Shape([2, 3]));
        batch.Inputs.ToArray<long>().ShouldBe([6, 7, 8, 0, 1, 2]);
        batch.Targets.ToArray<long>().ShouldBe([7, 8, 9, 1, 2, 3]);
        new TextDataset(Count(9), 3).Count.ShouldBe(2);
        var overlapping = new TextDataset(Count(10), 3, stride: 2);
        overlapping.Count.ShouldBe(4);
        overlapping.Take([3]).Targets.ToArray<long>().ShouldBe([7, 8, 9]);
        new TextDataset(Count(4), 3).Count.ShouldBe(1);
    }

    [Fact]
    public void An_epoch_meets_every_character_once()
    {
        var data = new TextDataset(Count(1000), context: 37);
        int[] targets = [.. Enumerable.Range(0, data.Count).SelectMany(i => data.Take([i]).Targets.ToArray<long>()).Select(t => (int)t)];
        targets.ShouldBe(Enumerable.Range(1, data.Count * 37));
        data.Count.ShouldBe(27);
    }

    [Fact]
    public void The_end_of_the_text_is_the_test_part()
    {
        (TextDataset train, TextDataset test) = TextDataset.Split(Count(200), context: 5, stride: 1);
        train.Take([train.Count - 1]).Targets.ToArray<long>()[^1].ShouldBe(179);
        test.Take([0]).Inputs.ToArray<long>()[0].ShouldBe(180);
        train.Stride.ShouldBe(1);
        test.Stride.ShouldBe(5);
        test.Count.ShouldBe(3);
    }

    [Fact]
    public void A_window_does_not_copy_the_text()
    {
        var data = new TextDataset(new int[4_000_000], context: 8);
        data.Take([5]);
        long before = GC.GetAllocatedBytesForCurrentThread();
        data.Take([7, 100_000]);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(10_000);
    }

    [Fact]
    public void Texts_that_are_too_short_are_refused()
    {
        Should.Throw<TextTooShortException>(() => new TextDataset(Count(5), 5)).Message.ShouldBe(
            "text: cannot cut windows of 5 characters and their next one: there are 5 characters, 6 are needed. Take a shorter context or a longer text.");
        TextTooShortException split = Should.Throw<TextTooShortException>(() => TextDataset.Split(Count(50), 5));
        split.Message.ShouldBe("text: cannot cut windows of 5 characters out of a part to train on and one of 10% to test with: there are 50 characters, 60 are needed. Take a shorter context or a longer text.");
        TextDataset.Split(Count(split.Needed), 5).Test.Count.ShouldBe(1);
        Should.Throw<TextTooShortException>(() => TextDataset.Split(Count(1), 1));
        Should.Throw<ArgumentOutOfRangeException>(() => new TextDataset(Count(5), 0));
        Should.Throw<ArgumentOutOfRangeException>(() => new TextDataset(Count(5), 2, 0));
        Should.Throw<ArgumentOutOfRangeException>(() => TextDataset.Split(Count(50), 2, testShare: 1));
        Should.Throw<IndexException>(() => new TextDataset(Count(10), 3).Take([3])).Message.ShouldBe("TextDataset: cannot take window 3: there are 3.");
        Should.Throw<IndexException>(() => new TextDataset(Count(10), 3).Take([-1]));
    }

    [Fact]
    public void Lines_lie_between_two_marks_and_are_filled_up()
    {
        CharacterVocabulary vocabulary = CharacterVocabulary.Of("abc\n");
        var data = new LineDataset(["ab", "", "cab"], vocabulary);
        data.Longest.ShouldBe(4);
        Batch batch = data.Take([0, 1, 2]);
        batch.Inputs.Shape.ShouldBe(new Shape([3, 4]));
        batch.Inputs.ToArray<long>().ShouldBe([0, 1, 2, 0, 0, 0, 0, 0, 0, 3, 1, 2]);
        batch.Targets.ToArray<long>().ShouldBe([1, 2, 0, -100, 0, -100, -100, -100, 3, 1, 2, 0]);
        data.Take([0]).Inputs.Shape.ShouldBe(new Shape([1, 3]), "a batch is as long as its longest line");
        data.Take([1]).Targets.ToArray<long>().ShouldBe([0]);
    }

    [Fact]
    public void Every_tenth_line_is_for_testing()
    {
        string[] lines = [.. Enumerable.Range(0, 25).Select(i => $"{i}")];
        (IReadOnlyList<string> train, IReadOnlyList<string> test) = LineDataset.Split(lines);
        test.ShouldBe(["9", "19"]);
        train.Count.ShouldBe(23);
        Should.Throw<TextTooShortException>(() => LineDataset.Split(lines[..9])).Message.ShouldBe(
            "text: cannot take every 10th line to test with: there are 9 lines, 10 are needed. Give a text with more lines.");
    }

    [Fact]
    public void Lines_that_cannot_be_encoded_are_named()
    {
        CharacterVocabulary vocabulary = CharacterVocabulary.Of("abc\n");
        Should.Throw<UnknownCharacterException>(() => new LineDataset(["ab", "bx"], vocabulary, "names.txt")).Message.ShouldStartWith("names.txt: cannot encode 'x' (U+0078) at line 2, column 2:");
        Should.Throw<UnknownCharacterException>(() => new LineDataset(["ab"], CharacterVocabulary.Of("ab"))).Message.ShouldContain("U+000A");
        Should.Throw<TextTooShortException>(() => new LineDataset([], vocabulary));
        Should.Throw<ArgumentException>(() => new LineDataset(["a\nb"], vocabulary));
        Should.Throw<IndexException>(() => new LineDataset(["a"], vocabulary).Take([1]));
    }
}
