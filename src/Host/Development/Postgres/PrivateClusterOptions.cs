namespace Marketplace.Host.Development.Postgres;

/// <summary>What a private PostgreSQL cluster is to be like.</summary>
public sealed record PrivateClusterOptions
{
    /// <summary>
    /// Where everything of the cluster lives: data, password, settings, log. Made when missing. A caller who is root gets another
    /// folder when the server's user cannot reach this one; <see cref="PrivateCluster.DataFolder"/> tells which.
    /// </summary>
    public required string DataFolder { get; init; }

    /// <summary>The folder with <c>initdb</c>, <c>pg_ctl</c> and <c>postgres</c>. When null they are searched for.</summary>
    public string? BinFolder { get; init; }

    /// <summary>Where to search for the binaries, in this order. When null: PATH, then where distributions put them.</summary>
    public IReadOnlyList<string>? SearchFolders { get; init; }

    /// <summary>Whether commits survive a power cut. False only for clusters that are thrown away.</summary>
    public bool Durable { get; init; } = true;

    /// <summary>Whether stopping the cluster also deletes its folder.</summary>
    public bool DeleteWhenDone { get; init; }

    /// <summary>
    /// Whether a small watching process stops the server when this process is killed. It needs <c>flock</c> and <c>setsid</c>
    /// (Linux); without them a killed host leaves its server running, and the next start takes it over.
    /// </summary>
    public bool StopWhenKilled { get; init; } = true;

    /// <summary>The server's <c>max_connections</c>, shared by the pools of all <see cref="Databases"/>.</summary>
    public int MaxConnections { get; init; } = 100;

    /// <summary>The port to try first; 0 takes any free one. A port in use is no error: another is taken.</summary>
    public int Port { get; init; }

    /// <summary>Databases to have after the start, created when missing. The first is <see cref="PrivateCluster.ConnectionString"/>'s.</summary>
    public IReadOnlyList<string> Databases { get; init; } = ["marketplace", "vault"];

    /// <summary>How long to wait for another host that is just leaving the same folder.</summary>
    public TimeSpan PatienceForOtherHost { get; init; } = TimeSpan.FromSeconds(5);
}
