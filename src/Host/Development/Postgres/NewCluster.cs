using System.Security.Cryptography;

namespace Marketplace.Host.Development.Postgres;

/// <summary>Makes a cluster where there is none.</summary>
internal static class NewCluster
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);

    public static async Task EnsureAsync(
        ClusterFolder folder, PostgresBinaries binaries, PrivateClusterOptions options, CancellationToken cancellation)
    {
        if (folder.HasCluster)
            return;
        if (Directory.Exists(folder.Cluster) && Directory.EnumerateFileSystemEntries(folder.Cluster).Any())
            throw new PrivateClusterException($"{folder.Cluster} is not a PostgreSQL cluster. Move it away and start again.");
        var password = RandomNumberGenerator.GetHexString(32, lowercase: true);
        await folder.MakePrivateAsync(folder.Unfinished, cancellation);
        await InitialiseAsync(folder, binaries, options, password, cancellation);
        await File.AppendAllTextAsync(Path.Combine(folder.Unfinished, "postgresql.conf"), $"\n{ServerSettings.Include}\n", cancellation);
        WriteSecret(folder.Password, password);
        // Last, so that a cluster that has its name is complete whenever the host was killed.
        Directory.Move(folder.Unfinished, folder.Cluster);
    }

    private static async Task InitialiseAsync(
        ClusterFolder folder, PostgresBinaries binaries, PrivateClusterOptions options, string password, CancellationToken cancellation)
    {
        var passwordForServer = folder.Password + ".once";
        try
        {
            WriteSecret(passwordForServer, password);
            await folder.User.OwnAsync(passwordForServer, cancellation);
            // Sorted by bytes, but letters of every alphabet have upper and lower case; where there is no C.UTF-8, only Latin ones.
            var made = await RunAsync("C.UTF-8");
            if (!made.Succeeded && made.Output.Contains("locale", StringComparison.Ordinal))
            {
                await folder.MakePrivateAsync(folder.Unfinished, cancellation);
                made = await RunAsync("C");
            }

            if (!made.Succeeded)
                throw new PrivateClusterException($"initdb could not make a cluster in {folder.Root}:\n{made.Output}");
        }
        finally
        {
            File.Delete(passwordForServer);
        }

        Task<CommandResult> RunAsync(string letters) => Command.RunAsync(
            folder.User.Start(
                binaries.InitDb,
                [
                    "-D", folder.Unfinished, "--username", ClusterDatabases.User, "--pwfile", passwordForServer,
                    "--auth", "scram-sha-256", "--encoding", "UTF8", "--locale", "C", "--lc-ctype", letters,
                    .. options.Durable ? Array.Empty<string>() : ["--no-sync"],
                ]),
            Limit,
            cancellation);
    }

    private static void WriteSecret(string path, string secret)
    {
        File.Delete(path);
        using var file = new FileStream(path, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        using var writer = new StreamWriter(file);
        writer.Write(secret);
    }
}
