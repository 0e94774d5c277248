using System.Buffers.Binary;

namespace Nabla.Serialization;

/// <summary>Files of named tensors in the safetensors format: a JSON header, then the elements.</summary>
/// <remarks>
/// <para>
/// https://github.com/huggingface/safetensors: the header's length (8 bytes, little-endian), the header
/// <c>{name: {"dtype", "shape", "data_offsets"}, "__metadata__": {…}}</c>, the elements. Element types are F32, F64, I64,
/// I32, U8 and BOOL.
/// </para>
/// <para>
/// The same tensors give the same bytes: names are sorted. A file is checked as a whole before anything is allocated for
/// its tensors, and never more than its size is.
/// </para>
/// </remarks>
public static class SafeTensors
{
    /// <summary>Writes tensors to a file, whole or not at all: a temporary file beside it takes its place at the end.</summary>
    /// <param name="path">The file; an existing one is replaced.</param>
    /// <param name="tensors">The tensors by name.</param>
    /// <param name="metadata">Text by name, kept in the header; none by default.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Save(string path, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        string full = Path.GetFullPath(path);
        string temporary = $"{full}.{Environment.ProcessId}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                Save(stream, tensors, metadata);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, full, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes tensors to a stream.</summary>
    /// <param name="stream">Where to, from its position on.</param>
    /// <param name="tensors">The tensors by name.</param>
    /// <param name="metadata">Text by name, kept in the header; none by default.</param>
    /// <exception cref="ArgumentException">A tensor has the name <c>__metadata__</c>.</exception>
    public static void Save(Stream stream, IReadOnlyDictionary<string, Tensor> tensors, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(tensors);
        KeyValuePair<string, Tensor>[] sorted = [.. tensors.OrderBy(t => t.Key, StringComparer.Ordinal)];
        byte[] header = SafeTensorsHeader.Write(sorted, metadata);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach ((_, Tensor x) in sorted) Elements.Write(stream, x);
    }

    /// <summary>Reads all tensors of a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The tensors by name.</returns>
    /// <exception cref="FileFormatException">The file is no safetensors file, is cut short, or contradicts itself.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyDictionary<string, Tensor> Load(string path) => Load(path, out _);

    /// <summary>Reads all tensors of a file, and its metadata.</summary>
    /// <param name="path">The file.</param>
    /// <param name="metadata">Text by name; empty where the file has none.</param>
    /// <returns>The tensors by name.</returns>
    /// <exception cref="FileFormatException">The file is no safetensors file, is cut short, or contradicts itself.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IReadOnlyDictionary<string, Tensor> Load(string path, out IReadOnlyDictionary<string, string> metadata)
    {
        using FileStream stream = File.OpenRead(path);
        return Load(stream, path, out metadata);
    }

    /// <summary>Reads all tensors of a stream, which ends with them.</summary>
    /// <param name="stream">Where from, at its position; it must know its length.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="metadata">Text by name; empty where there is none.</param>
    /// <returns>The tensors by name.</returns>
    /// <exception cref="FileFormatException">The stream holds no safetensors file, is cut short, or contradicts itself.</exception>
    public static IReadOnlyDictionary<string, Tensor> Load(Stream stream, string name, out IReadOnlyDictionary<string, string> metadata)
    {
        ArgumentNullException.ThrowIfNull(stream);
        SafeTensorsHeader header = SafeTensorsHeader.Read(stream, name);
        metadata = header.Metadata;
        var tensors = new Dictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (SafeTensorsEntry entry in header.Entries) // in the order of the data, without gaps
            tensors.Add(entry.Name, Elements.Read(stream, name, entry, header.DataStart));
        return tensors;
    }
}
