namespace Nabla.Data;

/// <summary>The turn of one download among those that use the same folder, in this process or another.</summary>
/// <remarks>
/// An open file that nobody else may open; the system lets go of it even if the process dies. It is never deleted: a second
/// process could hold the deleted file while a third one makes a new one.
/// </remarks>
sealed class FolderLock : IDisposable
{
    static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(100);

    readonly FileStream file;

    FolderLock(FileStream file) => this.file = file;

    /// <summary>Waits until no other download uses the folder.</summary>
    public static async Task<FolderLock> AcquireAsync(string folder, CancellationToken cancellationToken)
    {
        string path = Path.Combine(folder, ".lock");
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                return new FolderLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0));
            }
            catch (IOException e) when (IsTaken(e))
            {
                await Task.Delay(PollInterval, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    // ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION on Windows, EWOULDBLOCK on Linux and macOS.
    static bool IsTaken(IOException e) => (e.HResult & 0xFFFF) is var code
        && (OperatingSystem.IsWindows() ? code is 32 or 33 : OperatingSystem.IsMacOS() ? code is 35 : code is 11);

    public void Dispose() => file.Dispose();
}
