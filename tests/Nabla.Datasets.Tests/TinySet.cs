using System.Security.Cryptography;

namespace Nabla.Data.Tests;

/// <summary>A set of images in miniature: 5 to train on, 3 to test with.</summary>
sealed record TinySet(ImageSet Images, byte[][] Plain, byte[][] Packed)
{
    public static TinySet Create()
    {
        byte[][] plain = [Pixels(5), Labels(5), Pixels(3), Labels(3)];
        string[] names = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];
        ImageFile[] files = [.. plain.Select((p, i) => new ImageFile(names[i], p.Length, Convert.ToHexStringLower(SHA256.HashData(p))))];
        return new TinySet(new ImageSet("tiny", [.. "0123456789".Select(c => c.ToString())], [], files), plain, [.. plain.Select(p => TemporaryFolder.Gzip(p))]);
    }

    static byte[] Pixels(int count)
    {
        byte[] pixels = new byte[count * 784];
        new Random(count).NextBytes(pixels);
        return IdxFileTests.Idx(8, [count, 28, 28], pixels);
    }

    static byte[] Labels(int count) => IdxFileTests.Idx(8, [count], [.. Enumerable.Range(0, count).Select(i => (byte)i)]);
}
