using System.Security.Cryptography;

namespace Nabla.Data;

/// <summary>A published file of a large data set, known by its content.</summary>
/// <param name="Name">Name without <c>.gz</c>.</param>
/// <param name="Length">Bytes of the unpacked content.</param>
/// <param name="Sha256">SHA-256 of the unpacked content, in lower-case hexadecimal: gzip files differ with the program that packed them.</param>
sealed record ImageFile(string Name, long Length, string Sha256)
{
    /// <summary>The most a download of it may have: no packing makes it larger than this.</summary>
    public long LongestDownload => Length + (1 << 16);

    /// <summary>Compares a plain or gzip file with what was published.</summary>
    /// <param name="path">An existing file.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Null if the content is the same, else what is different.</returns>
    public string? Difference(string path, CancellationToken cancellationToken)
    {
        try
        {
            using DataContent content = DataContent.Open(path);
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] buffer = new byte[1 << 16];
            long length = 0;
            for (int n; (n = content.Stream.Read(buffer)) > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                length += n;
                if (length > Length)
                    return Invariant($"the content has more than {Length} bytes");
                hash.AppendData(buffer, 0, n);
            }

            if (length < Length)
                return Invariant($"the content has {length} bytes, {Length} are expected");
            string found = Convert.ToHexStringLower(hash.GetHashAndReset());
            return string.Equals(found, Sha256, StringComparison.Ordinal)
                ? null
                : $"the content's SHA-256 is {found}, {Sha256} is expected";
        }
        catch (DataFormatException e)
        {
            return e.Reason;
        }
    }
}
