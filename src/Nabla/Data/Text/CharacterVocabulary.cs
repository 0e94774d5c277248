using System.Text;

namespace Nabla.Data;

/// <summary>The characters that a model of text knows, numbered from 0.</summary>
/// <remarks>
/// A character is a Unicode scalar value (a <see cref="Rune"/>), never half a surrogate pair: whatever numbers a model draws,
/// they decode to valid text. Letters with combining marks are as many characters as the text has code points. Immutable,
/// safe to use from several threads; <see cref="Characters"/> is all that must be kept to make the same vocabulary again.
/// </remarks>
public sealed class CharacterVocabulary
{
    readonly string[] texts;
    readonly Dictionary<int, int> ids;

    /// <summary>The vocabulary of given characters, in their order.</summary>
    /// <param name="characters">Each character once, at least one: the first has number 0.</param>
    /// <exception cref="ArgumentException">There is none, one stands twice, or one is half a surrogate pair.</exception>
    public CharacterVocabulary(string characters)
    {
        ArgumentException.ThrowIfNullOrEmpty(characters);
        var found = new List<string>();
        ids = [];
        for (int i = 0; i < characters.Length;)
        {
            Rune rune = Rune.TryGetRuneAt(characters, i, out Rune whole)
                ? whole
                : throw new ArgumentException($"CharacterVocabulary: cannot take U+{(int)characters[i]:X4} at {i}: it is one half of a surrogate pair.", nameof(characters));
            if (!ids.TryAdd(rune.Value, found.Count))
                throw new ArgumentException($"CharacterVocabulary: cannot take U+{rune.Value:X4} twice: it has number {ids[rune.Value]} already.", nameof(characters));
            found.Add(rune.ToString());
            i += rune.Utf16SequenceLength;
        }
        texts = [.. found];
        Characters = characters;
    }

    /// <summary>The characters of a text, in the order of their Unicode numbers.</summary>
    /// <param name="text">Any text; half surrogate pairs are left for <see cref="Encode(string, string)"/> to name.</param>
    /// <returns>A vocabulary that depends only on which characters there are, not on where they stand.</returns>
    /// <exception cref="ArgumentException">The text has no characters.</exception>
    public static CharacterVocabulary Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var found = new SortedSet<int>();
        var common = new bool[128]; // most texts are mostly ASCII: no look-up in a tree for it
        for (int i = 0; i < text.Length;)
        {
            if (text[i] < 128)
            {
                common[text[i++]] = true;
                continue;
            }
            if (Rune.TryGetRuneAt(text, i, out Rune rune)) found.Add(rune.Value);
            i += Math.Max(1, rune.Utf16SequenceLength);
        }
        for (int i = 0; i < common.Length; i++)
            if (common[i]) found.Add(i);
        if (found.Count == 0) throw new ArgumentException("CharacterVocabulary: cannot be made of an empty text: at least 1 character is needed.", nameof(text));
        var characters = new StringBuilder(found.Count);
        foreach (int value in found) characters.Append(new Rune(value).ToString());
        return new(characters.ToString());
    }

    /// <summary>All characters in order.</summary>
    public string Characters { get; }

    /// <summary>How many characters there are.</summary>
    public int Count => texts.Length;

    /// <summary>The character of a number.</summary>
    /// <param name="id">0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="IndexException">There is no such number.</exception>
    public string this[int id] => (uint)id < (uint)texts.Length
        ? texts[id]
        : throw new IndexException($"CharacterVocabulary: cannot decode {id}: the vocabulary has {texts.Length} characters, numbers are from 0 to {texts.Length - 1}.", id, texts.Length);

    /// <summary>The number of a character.</summary>
    /// <param name="character">The character.</param>
    /// <returns>Its number, or null if the vocabulary does not have it.</returns>
    public int? Find(Rune character) => ids.TryGetValue(character.Value, out int id) ? id : null;

    /// <summary>A text as numbers.</summary>
    /// <param name="text">The text; may be empty.</param>
    /// <param name="source">What errors call it.</param>
    /// <returns>A number for each character.</returns>
    /// <exception cref="UnknownCharacterException">A character is not in the vocabulary; line and column tell where.</exception>
    public int[] Encode(string text, string source = "text") => Encode(text, source, firstLine: 1);

    /// <summary>Lines from <paramref name="firstLine"/> of a text as numbers.</summary>
    internal int[] Encode(string text, string source, long firstLine)
    {
        ArgumentNullException.ThrowIfNull(text);
        var numbers = new int[text.Length];
        int count = 0;
        for (int i = 0; i < text.Length;)
        {
            bool whole = Rune.TryGetRuneAt(text, i, out Rune rune);
            int value = whole ? rune.Value : text[i];
            if (!ids.TryGetValue(value, out int id)) throw Unknown(text, i, value, source, firstLine);
            numbers[count++] = id;
            i += whole ? rune.Utf16SequenceLength : 1;
        }
        if (count < numbers.Length) Array.Resize(ref numbers, count);
        return numbers;
    }

    /// <summary>Numbers as a text.</summary>
    /// <param name="numbers">Each 0 to <see cref="Count"/> − 1.</param>
    /// <exception cref="IndexException">A number is none of a character.</exception>
    public string Decode(ReadOnlySpan<int> numbers)
    {
        var text = new StringBuilder(numbers.Length);
        foreach (int id in numbers) text.Append(this[id]);
        return text.ToString();
    }

    UnknownCharacterException Unknown(string text, int index, int value, string source, long firstLine)
    {
        (long line, long column) = (firstLine, 1);
        for (int i = 0; i < index; i++)
        {
            if (text[i] == '\n') (line, column) = (line + 1, 1);
            else if (!char.IsLowSurrogate(text[i])) column++;
        }
        return new(source, value, line, column, Count);
    }
}
