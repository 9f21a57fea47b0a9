using System.Data.Common;
using Npgsql;

namespace Marketplace.Host;

/// <summary>How the host keeps its connections to a database.</summary>
public static class ConnectionPools
{
    private const int PreparedStatements = 100;
    private const int Connections = 30;

    /// <summary>
    /// The connection string with prepared statements and without a reset of pooled connections (nothing here leaves session state
    /// behind), unless it says itself how many statements and connections there may be.
    /// </summary>
    /// <param name="connectionString">As it was configured.</param>
    public static string Pooled(string connectionString)
    {
        var settings = new NpgsqlConnectionStringBuilder(connectionString) { NoResetOnClose = true, KeepAlive = 30 };
        if (!Says(connectionString, "Max Auto Prepare")) settings.MaxAutoPrepare = PreparedStatements;
        if (!Says(connectionString, "Maximum Pool Size")) settings.MaxPoolSize = Connections;
        settings.ApplicationName = "marketplace";
        return settings.ConnectionString;
    }

    // Npgsql's own builder answers that it contains every keyword it knows. What it read and writes again, it spells in one way.
    private static bool Says(string connectionString, string keyword) =>
        new DbConnectionStringBuilder { ConnectionString = new NpgsqlConnectionStringBuilder(connectionString).ConnectionString }.ContainsKey(keyword);
}
