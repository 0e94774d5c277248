using System.Buffers;
using System.Text;

namespace Nabla.Data;

/// <summary>Bytes that arrive in pieces as a text, every one of them checked.</summary>
sealed class Utf8Text(string file)
{
    readonly StringBuilder text = new();
    byte[] rest = [];
    long position;

    /// <summary>Takes the next bytes.</summary>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        if (rest.Length > 0)
        {
            bytes = (byte[])[.. rest, .. bytes];
            rest = [];
        }

        while (!bytes.IsEmpty)
        {
            if (bytes[0] == 0)
                throw Wrong("a zero byte; no text has one. Give a text file in UTF-8");
            OperationStatus status = Rune.DecodeFromUtf8(bytes, out Rune rune, out int length);
            if (status == OperationStatus.NeedMoreData)
            {
                rest = bytes.ToArray();
                return;
            }

            if (status != OperationStatus.Done)
                throw Invalid(bytes[0]);
            int ascii = Ascii(bytes);
            if (ascii > 0)
            {
                text.Append(Encoding.ASCII.GetString(bytes[..ascii]));
                length = ascii;
            }
            else
            {
                text.Append(rune.ToString());
            }

            if (text.Length > Array.MaxLength / 4)
                throw Wrong(Invariant($"the text has more than {Array.MaxLength / 4} characters, which do not fit in memory. Cut it into files"));
            bytes = bytes[length..];
            position += length;
        }
    }

    /// <summary>The whole text.</summary>
    public string End() => rest.Length == 0 ? text.ToString() : throw Wrong(Invariant($"the file ends within a character, after {rest.Length} of its bytes"));

    /// <summary>How many bytes at the start are plain ASCII, no zero among them.</summary>
    static int Ascii(ReadOnlySpan<byte> bytes)
    {
        int end = bytes.IndexOfAnyExceptInRange((byte)1, (byte)127);
        return end < 0 ? bytes.Length : end;
    }

    DataFormatException Invalid(byte first)
    {
        string hint = position == 0 && first is 0xFF or 0xFE ? ", as a text in UTF-16 begins. Save it in UTF-8" : ". Give a text file in UTF-8";
        return Wrong(Invariant($"the byte {first:x2} begins no character of UTF-8{hint}"));
    }

    DataFormatException Wrong(string reason) => new(file, DataPosition.AtByte(position), reason);
}
