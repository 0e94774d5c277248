namespace Nabla.Data;

/// <summary>How far a download has come.</summary>
/// <param name="Name">The data set.</param>
/// <param name="File">The file that is being fetched.</param>
/// <param name="FileIndex">Which of the data set's files it is, from 0.</param>
/// <param name="FileCount">The number of the data set's files.</param>
/// <param name="Received">Bytes of this file that are here, those of an earlier try included.</param>
/// <param name="Total">Bytes of this file; null if the server doesn't tell.</param>
public readonly record struct DownloadProgress(string Name, string File, int FileIndex, int FileCount, long Received, long? Total);
