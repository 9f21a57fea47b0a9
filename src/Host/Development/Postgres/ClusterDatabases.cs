using Npgsql;

namespace Marketplace.Host.Development.Postgres;

/// <summary>The way into the databases of a cluster, and making those that are missing.</summary>
internal sealed class ClusterDatabases(ClusterFolder folder, PrivateClusterOptions options)
{
    /// <summary>The role that owns everything on a private cluster.</summary>
    public const string User = "marketplace";

    private const string Always = "postgres";

    private readonly string password = ReadPassword(folder);

    public string ConnectionString(string database, int port) => Builder(database, port).ConnectionString;

    public async Task<NpgsqlConnection> OpenAsync(int port, CancellationToken cancellation)
    {
        var builder = Builder(Always, port);
        builder.Pooling = false;
        builder.Timeout = 10;
        var connection = new NpgsqlConnection(builder.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellation);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public async Task EnsureAsync(IEnumerable<string> names, int port, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(port, cancellation);
        foreach (var name in names)
        {
            if (await ExistsAsync(connection, name, cancellation))
                continue;
            // template0: nobody can be connected to it, which would make this fail.
            await using var create = new NpgsqlCommand($"CREATE DATABASE {Quoted(name)} TEMPLATE template0", connection);
            await create.ExecuteNonQueryAsync(cancellation);
        }
    }

    public async Task LetInAsync(string role, int port, CancellationToken cancellation)
    {
        await using var connection = await OpenAsync(port, cancellation);
        // Generated, without a quote in it.
        await using var command = new NpgsqlCommand($"ALTER ROLE {Quoted(role)} LOGIN PASSWORD '{password}'", connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<bool> ExistsAsync(NpgsqlConnection connection, string name, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT 1 FROM pg_database WHERE datname = $1", connection);
        command.Parameters.Add(new NpgsqlParameter { Value = name });
        return await command.ExecuteScalarAsync(cancellation) is not null;
    }

    private static string Quoted(string name) => '"' + name.Replace("\"", "\"\"", StringComparison.Ordinal) + '"';

    private static string ReadPassword(ClusterFolder folder)
    {
        try
        {
            return File.ReadAllText(folder.Password).Trim();
        }
        catch (FileNotFoundException e)
        {
            throw new PrivateClusterException(
                $"The password of the database is gone: {folder.Password}. Put it back, or move {folder.Root} away to start with an empty one.", e);
        }
        catch (UnauthorizedAccessException e)
        {
            throw ClusterFolder.SomeoneElses(folder.Root, e);
        }
    }

    private NpgsqlConnectionStringBuilder Builder(string database, int port) => new()
    {
        Host = "127.0.0.1",
        Port = port,
        Database = database,
        Username = User,
        Password = password,
        SslMode = SslMode.Disable,
        // The pools of all databases together stay below what the server takes.
        MaxPoolSize = Math.Clamp((options.MaxConnections - 10) / Math.Max(1, options.Databases.Count), 5, 50),
    };
}
