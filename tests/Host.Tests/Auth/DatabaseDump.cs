using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace Marketplace.Host.Tests.Auth;

/// <summary>Reads a database as whoever steals it would.</summary>
public static class DatabaseDump
{
    /// <summary>Every row of every table of all schemas of ours; bytes as the text that they spell.</summary>
    /// <param name="connection">The database.</param>
    /// <param name="except">A schema that is somebody else's, such as that of the simulated outside world.</param>
    public static async Task<string> OfAsync(string connection, string except = "")
    {
        await using var source = NpgsqlDataSource.Create(connection);
        var dump = new StringBuilder();
        foreach (var (schema, table, columns) in (await TablesAsync(source)).Where(t => t.Schema != except))
        {
            await using var select = source.CreateCommand($"select concat_ws(' ', {columns}) from {schema}.{table}");
            await using var rows = await select.ExecuteReaderAsync();
            dump.AppendLine(table);
            while (await rows.ReadAsync()) dump.AppendLine(rows.GetString(0));
        }

        return dump.ToString();
    }

    /// <summary>Looks for a secret in however it may be written down. A short one must stand alone: six digits are in some hash or time by chance.</summary>
    /// <returns>What stands around it; null when it is not there.</returns>
    public static string? Find(string all, string secret)
    {
        foreach (var spelling in Spellings(secret))
        {
            var at = spelling.Length > 6
                ? all.IndexOf(spelling, StringComparison.Ordinal)
                : Regex.Match(all, $"(?<![0-9A-Za-z.-]){Regex.Escape(spelling)}(?![0-9A-Za-z-])") is { Success: true } match ? match.Index : -1;
            if (at >= 0) return all[Math.Max(0, at - 200)..Math.Min(all.Length, at + 100)];
        }

        return null;
    }

    /// <summary>How a secret may be written down: as it is, in hex, in base64.</summary>
    public static IEnumerable<string> Spellings(string secret)
    {
        var bytes = Encoding.UTF8.GetBytes(secret);
        yield return secret;
        if (secret.Length <= 6) yield break;
        yield return Convert.ToHexStringLower(bytes);
        yield return Convert.ToBase64String(bytes).TrimEnd('=')[..^1];
    }

    private static async Task<IReadOnlyList<(string Schema, string Table, string Columns)>> TablesAsync(NpgsqlDataSource source)
    {
        await using var select = source.CreateCommand(
            """
            select table_schema, table_name,
                   string_agg(case when data_type = 'bytea' then format('encode(%I, ''escape'')', column_name) else format('%I::text', column_name) end, ', ')
            from information_schema.columns join information_schema.tables using (table_schema, table_name)
            where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE'
            group by table_schema, table_name
            """);
        await using var rows = await select.ExecuteReaderAsync();
        List<(string, string, string)> tables = [];
        while (await rows.ReadAsync()) tables.Add((rows.GetString(0), rows.GetString(1), rows.GetString(2)));
        return tables;
    }
}
