using Npgsql;

namespace Marketplace.Host.Development.Postgres;

/// <summary>
/// A PostgreSQL server of this process alone, on the loopback address, with its data in one folder. It serves development and
/// tests; production is given a connection string. Keep it until the end: disposing stops the server.
/// </summary>
public sealed class PrivateCluster : IAsyncDisposable
{
    private readonly PrivateClusterOptions options;
    private readonly ILogger logger;
    private readonly ClusterFolder folder;
    private readonly ClusterServer server;
    private readonly ClusterDatabases databases;
    private readonly ServerWatch watch;
    private readonly FileStream held;
    private bool disposed;

    private PrivateCluster(
        PrivateClusterOptions options, ILogger logger, ClusterFolder folder, PostgresBinaries binaries, FileStream held)
    {
        (this.options, this.logger, this.folder, this.held) = (options, logger, folder, held);
        server = new ClusterServer(folder, binaries, options);
        databases = new ClusterDatabases(folder, options);
        watch = ServerWatch.Start(folder, binaries, options);
    }

    /// <summary>The way into the first of the databases.</summary>
    public string ConnectionString => ConnectionStringFor(options.Databases.Count > 0 ? options.Databases[0] : "postgres");

    /// <summary>The port on 127.0.0.1.</summary>
    public int Port { get; private set; }

    /// <summary>Where the cluster really lives: the folder that was asked for, or the one used in its place.</summary>
    public string DataFolder => folder.Root;

    /// <summary>The server's main process; 0 while it is stopped. For tests that kill it.</summary>
    public int ServerProcessId => PostmasterFile.Read(folder.Cluster)?.Pid ?? 0;

    /// <summary>Starts the server of a folder, or takes over the one that a killed host left there.</summary>
    /// <exception cref="PostgresNotFoundException">There are no server binaries.</exception>
    /// <exception cref="PrivateClusterException">Anything else that keeps it from starting; the message says what to do.</exception>
    public static async Task<PrivateCluster> StartAsync(
        PrivateClusterOptions options, ILogger logger, CancellationToken cancellation = default)
    {
        if (OperatingSystem.IsWindows())
            throw new PostgresNotFoundException("on Windows none is started.");
        var folder = await ClusterFolder.ArrangeAsync(options, logger, cancellation);
        // Before the lock and initdb, so that a machine without binaries is told at once.
        var binaries = await PostgresBinaries.FindAsync(options, folder.Major, cancellation);
        var held = await FolderLock.TakeAsync(folder, options.PatienceForOtherHost, cancellation);
        PrivateCluster? cluster = null;
        try
        {
            await NewCluster.EnsureAsync(folder, binaries, options, cancellation);
            cluster = new PrivateCluster(options, logger, folder, binaries, held);
            await cluster.OpenAsync(cancellation);
            return cluster;
        }
        catch (Exception e)
        {
            if (cluster is null)
                await held.DisposeAsync();
            else
                await cluster.DisposeAsync();
            if (e is NpgsqlException or TimeoutException)
                throw new PrivateClusterException($"The database in {folder.Root} started but cannot be used: {e.Message}", e);
            throw;
        }
    }

    /// <summary>
    /// Deletes the folder of a throw-away cluster whose process is dead, and ends the server it may have left.
    /// </summary>
    /// <returns>False when the folder is in use.</returns>
    public static async Task<bool> TryDeleteAsync(string dataFolder, CancellationToken cancellation = default)
    {
        var folder = new ClusterFolder(Path.GetFullPath(dataFolder), ServerUser.Caller);
        await using var held = FolderLock.TryTake(folder);
        if (held is null)
            return false;
        await LeftServer.KillAsync(folder.Cluster, cancellation);
        Directory.Delete(folder.Root, recursive: true);
        return true;
    }

    /// <summary>The way into a database of this cluster.</summary>
    public string ConnectionStringFor(string database) => databases.ConnectionString(database, Port);

    /// <summary>Creates a database unless it exists.</summary>
    /// <returns>The way into it.</returns>
    public async Task<string> CreateDatabaseAsync(string database, CancellationToken cancellation = default)
    {
        await databases.EnsureAsync([database], Port, cancellation);
        return ConnectionStringFor(database);
    }

    /// <summary>Lets a role sign in, with the cluster's own password.</summary>
    public Task LetInAsync(string role, CancellationToken cancellation = default) => databases.LetInAsync(role, Port, cancellation);

    /// <summary>Stops the server alone, as in an outage; with <paramref name="crash"/> as a crash would, without saving.</summary>
    public Task StopServerAsync(bool crash = false) => server.StopAsync(crash ? "immediate" : "fast");

    /// <summary>Ends the outage: the same server on the same port.</summary>
    public async Task StartServerAsync(CancellationToken cancellation = default)
    {
        var port = await LeftServer.TakeOverAsync(folder, server, databases, options, cancellation)
            ?? await server.StartAsync(Port, cancellation);
        if (port != Port)
            throw new PrivateClusterException($"Somebody took port {Port} while the server was stopped.");
    }

    /// <summary>Stops the server, and deletes the folder when the options say so.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed)
            return;
        disposed = true;
        try
        {
            await server.StopAsync(options.DeleteWhenDone ? "immediate" : "fast");
            watch.Dispose();
            if (options.DeleteWhenDone)
                Directory.Delete(folder.Root, recursive: true);
        }
        catch (Exception e) when (e is PrivateClusterException or IOException or UnauthorizedAccessException)
        {
            logger.LogError(e, "The private database in {Folder} was not stopped cleanly.", folder.Root);
        }

        // Last: whoever waits for the folder finds it quiet.
        await held.DisposeAsync();
    }

    private async Task OpenAsync(CancellationToken cancellation)
    {
        if (await LeftServer.TakeOverAsync(folder, server, databases, options, cancellation) is { } left)
        {
            Port = left;
            logger.LogInformation("Took over the PostgreSQL that a killed host left on 127.0.0.1:{Port}; data in {Folder}.", Port, folder.Root);
        }
        else
        {
            Port = await server.StartAsync(options.Port, cancellation);
            logger.LogInformation("PostgreSQL runs on 127.0.0.1:{Port}; data in {Folder}.", Port, folder.Root);
        }

        await databases.EnsureAsync(options.Databases, Port, cancellation);
    }
}
