using Nabla.Data;

namespace Nabla.Tests.Data;

public sealed class CharacterVocabularyTests
{
    [Fact]
    public void Numbers_follow_the_code_points_and_not_the_order_of_the_text()
    {
        CharacterVocabulary vocabulary = CharacterVocabulary.Of("cab😀\nbé\uFF5E");
        vocabulary.Characters.ShouldBe("\nabcé\uFF5E😀"); // by code point: as UTF-16 the pair would come before U+FF5E
        vocabulary.Count.ShouldBe(7);
        CharacterVocabulary.Of("\uFF5E😀cébba\n").Characters.ShouldBe(vocabulary.Characters);
        vocabulary.Encode("a😀\n").ShouldBe([1, 6, 0]);
        vocabulary.Decode([1, 6, 0]).ShouldBe("a😀\n");
        vocabulary.Encode("").ShouldBeEmpty();
    }

    [Fact]
    public void Whatever_was_read_comes_back()
    {
        var random = new Random(1);
        for (int i = 0; i < 200; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 50)).Select(_ => RandomRune(random)));
            CharacterVocabulary vocabulary = CharacterVocabulary.Of(text), again = new(vocabulary.Characters);
            int[] numbers = vocabulary.Encode(text);
            again.Encode(text).ShouldBe(numbers);
            again.Decode(numbers).ShouldBe(text);
            numbers.Max().ShouldBeLessThan(vocabulary.Count);
        }
    }

    [Fact]
    public void An_unknown_character_is_named_with_line_and_column()
    {
        CharacterVocabulary vocabulary = CharacterVocabulary.Of("ab\n😀");
        UnknownCharacterException error = Should.Throw<UnknownCharacterException>(() => vocabulary.Encode("ab\na😀é", "poem.txt"));
        error.Message.ShouldBe("poem.txt: cannot encode 'é' (U+00E9) at line 2, column 3: it is none of the 4 characters of the vocabulary. Leave it out, or train on a text that has it.");
        (error.CodePoint, error.Line, error.Column, error.TextSource).ShouldBe((0xE9, 2, 3, "poem.txt"));
        Should.Throw<UnknownCharacterException>(() => vocabulary.Encode("a\ud83db")).Message.ShouldBe(
            "text: cannot encode U+D83D at line 1, column 2: it is one half of a surrogate pair, which is no character. Mend the text where it was cut.");
        Should.Throw<UnknownCharacterException>(() => vocabulary.Encode("\t")).Message.ShouldContain("cannot encode U+0009 at line 1");
        Should.Throw<IndexException>(() => vocabulary.Decode([4])).Message.ShouldBe("CharacterVocabulary: cannot decode 4: the vocabulary has 4 characters, numbers are from 0 to 3.");
    }

    [Fact]
    public void Vocabularies_that_are_none_are_refused()
    {
        Should.Throw<ArgumentException>(() => new CharacterVocabulary(""));
        Should.Throw<ArgumentException>(() => CharacterVocabulary.Of(""));
        Should.Throw<ArgumentException>(() => new CharacterVocabulary("aba")).Message.ShouldStartWith("CharacterVocabulary: cannot take U+0061 twice: it has number 0 already.");
        Should.Throw<ArgumentException>(() => new CharacterVocabulary("a\ud83d")).Message.ShouldStartWith("CharacterVocabulary: cannot take U+D83D at 1");
    }

    static string RandomRune(Random random)
    {
        int value;
        do value = random.Next(4) == 0 ? random.Next(0x110000) : random.Next(1, 0x500);
        while (!System.Text.Rune.IsValid(value));
        return new System.Text.Rune(value).ToString();
    }
}
