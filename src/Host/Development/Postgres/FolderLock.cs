namespace Marketplace.Host.Development.Postgres;

/// <summary>
/// The right to run a server on a folder: an advisory lock that the kernel gives back when its holder dies in any way.
/// The runtime takes it with flock(2), so <see cref="ServerWatch"/> may wait for it with flock(1).
/// </summary>
internal static class FolderLock
{
    private const UnixFileMode ReadableByServer =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead;

    public static async Task<FileStream> TakeAsync(ClusterFolder folder, TimeSpan patience, CancellationToken cancellation)
    {
        var until = DateTime.UtcNow + patience;
        while (true)
        {
            if (TryTake(folder) is { } taken)
                return taken;
            if (DateTime.UtcNow >= until)
                throw new PrivateClusterException(
                    $"Another host uses the database in {folder.Root}. Stop it first, or give this one a connection string of its own.");
            await Task.Delay(100, cancellation);
        }
    }

    /// <summary>The lock, or null when somebody holds it.</summary>
    public static FileStream? TryTake(ClusterFolder folder)
    {
        try
        {
            var taken = new FileStream(folder.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            if (taken.Length == 0)
            {
                File.SetUnixFileMode(taken.SafeFileHandle, ReadableByServer);
                taken.WriteByte((byte)'\n');
                taken.Flush();
            }

            return taken;
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException))
        {
            return null;
        }
        catch (UnauthorizedAccessException e)
        {
            throw ClusterFolder.SomeoneElses(folder.Root, e);
        }
    }
}
