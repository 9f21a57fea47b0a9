using System.Text.RegularExpressions;
using Npgsql;

namespace Marketplace.Application.Audit.Evidence;

/// <summary>
/// The leaves of the history: tables of their own beside the event table, and the triggers on it that write a leaf for every
/// event and deny every change (docs/audit-format.md). It looks before it creates, so that where a migration made them the
/// application's role needs no right to create anything, and it looks at what the triggers do and not at their names alone.
/// </summary>
public static partial class AuditSchema
{
    /// <summary>The schema of leaves, tree and checkpoints.</summary>
    public const string Name = "marketplace_audit";

    // Any number will do, so long as it is the same on every host.
    private const long InstallationLock = 0x4155_4449_54;

    // By pg_trigger.tgtype: 5 is for each row after an insert, 58 for each statement before an update, a delete or a truncate.
    private const string Missing =
        """
        select t.trigger || ' on ' || t.relation
        from (values ('history_has_leaves', 'marketplace.mt_events', 'write_leaf', 5),
                     ('history_is_append_only', 'marketplace.mt_events', 'deny', 58),
                     ('history_is_append_only', 'marketplace_audit.leaves', 'deny', 58),
                     ('history_is_append_only', 'marketplace_audit.tree', 'deny', 58),
                     ('history_is_append_only', 'marketplace_audit.nodes', 'deny', 58),
                     ('history_is_append_only', 'marketplace_audit.checkpoints', 'deny', 58)) t(trigger, relation, function, kind)
        where not exists (
            select from pg_trigger g join pg_proc p on p.oid = g.tgfoid
            where g.tgrelid = to_regclass(t.relation) and g.tgname = t.trigger and g.tgenabled in ('O', 'A')
              and g.tgtype = t.kind and g.tgqual is null and g.tgattr::text = ''
              and p.pronamespace = to_regnamespace('marketplace_audit') and p.proname = t.function)
        """;

    private const string Stored =
        """
        select p.proname, p.prosrc, p.prosecdef, l.lanname = 'plpgsql' and p.proconfig is null and not has_function_privilege('public', p.oid, 'execute')
        from pg_proc p join pg_language l on l.oid = p.prolang
        where p.pronamespace = to_regnamespace('marketplace_audit') and p.proname in ('write_leaf', 'deny') and p.pronargs = 0
        """;

    private static readonly string Functions = Embedded("functions.sql");

    // Each function's body and whether it works with its owner's rights, as the script makes it.
    private static readonly Dictionary<string, (string Body, bool AsOwner)> Expected =
        Made().Matches(Functions).ToDictionary(m => m.Groups["name"].Value, m => (Lines(m.Groups["body"].Value), m.Groups["owner"].Success));

    /// <summary>What the owner of the event table runs once; the host does it at its first start when its role may.</summary>
    public static string InstallScript { get; } = string.Join('\n', Embedded("tables.sql"), Functions, Embedded("triggers.sql"));

    /// <summary>Installs it when it is not there, and makes its functions those of this version. Hosts that start together take turns.</summary>
    /// <param name="connection">Open; as the owner of the event table where there is something to do.</param>
    /// <param name="replaces">Whether functions that are others are replaced. Only a person who asks for a migration does that.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The functions that were replaced.</returns>
    /// <exception cref="UnguardedHistoryException">A trigger has gone, or functions are others and are not to be replaced.</exception>
    public static async Task<IReadOnlyList<string>> EnsureAsync(NpgsqlConnection connection, bool replaces, CancellationToken cancellation)
    {
        if (await IsInstalledAsync(connection, cancellation) && (await OthersAsync(connection, replaces, cancellation)).Count == 0) return [];
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await ExecuteAsync(connection, $"select pg_advisory_xact_lock({InstallationLock})", cancellation);
        var installed = await IsInstalledAsync(connection, cancellation);
        var others = installed ? await OthersAsync(connection, replaces, cancellation) : [];
        if (installed && others.Count == 0) return [];
        await ExecuteAsync(connection, installed ? Functions : InstallScript, cancellation);
        await transaction.CommitAsync(cancellation);
        return others;
    }

    /// <summary>Sees that what is installed guards the history as this version does. Any role can ask.</summary>
    /// <exception cref="UnguardedHistoryException">It does not.</exception>
    public static Task CheckAsync(NpgsqlConnection connection, CancellationToken cancellation) => OthersAsync(connection, replaces: false, cancellation);

    private static async Task<IReadOnlyList<string>> OthersAsync(NpgsqlConnection connection, bool replaces, CancellationToken cancellation)
    {
        var missing = await AskAsync(connection, Missing, r => r.GetString(0), cancellation);
        if (missing.Count > 0)
        {
            throw new UnguardedHistoryException(
                $"{missing.Count} triggers of the audit are missing, switched off or others ({string.Join(", ", missing)}), so history can be changed unseen. " +
                "Verify it before anything else (docs/operations.md, «When history does not verify»).");
        }

        var stored = await AskAsync(connection, Stored, r => (Name: r.GetString(0), Body: Lines(r.GetString(1)), AsOwner: r.GetBoolean(2), Sound: r.GetBoolean(3)), cancellation);
        List<string> others = [.. Expected.Where(e => !stored.Contains((e.Key, e.Value.Body, e.Value.AsOwner, true))).Select(e => $"{Name}.{e.Key}()").Order(StringComparer.Ordinal)];
        return others.Count == 0 || replaces
            ? others
            : throw new UnguardedHistoryException(
                $"{string.Join(" and ", others)} in the database: another version of the audit made it, or somebody replaced it. " +
                "Verify the history, then run «migrate» as the owner (docs/operations.md, «When history does not verify»).");
    }

    private static async Task<bool> IsInstalledAsync(NpgsqlConnection connection, CancellationToken cancellation) =>
        (await AskAsync(connection, $"select exists (select from pg_namespace where nspname = '{Name}')", r => r.GetBoolean(0), cancellation))[0];

    private static async Task<List<T>> AskAsync<T>(NpgsqlConnection connection, string sql, Func<NpgsqlDataReader, T> row, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var rows = new List<T>();
        while (await reader.ReadAsync(cancellation)) rows.Add(row(reader));
        return rows;
    }

    // Giving an old history its leaves may take long, and is done once.
    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static string Embedded(string file)
    {
        using var stream = typeof(AuditSchema).Assembly.GetManifestResourceStream($"audit/{file}")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }

    // A checkout may end its lines in another way than the one that installed.
    private static string Lines(string text) => text.ReplaceLineEndings("\n");

    [GeneratedRegex(@"create or replace function marketplace_audit\.(?<name>\w+)\(\) returns trigger language plpgsql(?<owner> security definer)? as \$\$(?<body>.*?)\$\$;", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Made();
}
