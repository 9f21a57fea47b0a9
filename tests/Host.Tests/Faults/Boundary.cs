using System.Diagnostics;
using Npgsql;

namespace Marketplace.Host.Tests.Faults;

/// <summary>A place between two steps of an erasure, at which a lock that the test holds stops the host.</summary>
/// <param name="Name">Where that is.</param>
/// <param name="Database">Whose lock it is.</param>
/// <param name="Hold">Takes the lock, <c>$1</c> is the customer.</param>
/// <param name="Moment">How far the erasure has come by then, as the databases tell it.</param>
/// <param name="IsJournalled">Whether the journal has it by then.</param>
internal sealed record Boundary(string Name, string Database, string Hold, string Moment, bool IsJournalled)
{
    private const string Store = "ConnectionStrings:Marketplace";
    private const string Vault = "ConnectionStrings:Vault";
    private const long Lock = 0x4552_4153_45;

    // The journal is a file: whoever has it open lets others wait.
    private const string JournalFile = "";

    /// <summary>Every boundary, in the order of the steps.</summary>
    public static IReadOnlyList<Boundary> All { get; } =
    [
        new("before the customer is erased", Store, Before("customer_erased"), "confirmed", false),
        new("before the journal has it", Store, JournalFile, "erased", false),
        new("before the key is destroyed", Vault, "begin;; select subject_id from data_keys where subject_id = $1 for update", "erased", true),
        new("before the identity document is deleted", Vault, "begin;; select subject_id from identity_documents where subject_id = $1 for update", "key destroyed", true),
        new("before the traces are removed and the end is noted", Store, Before("erasure_completed"), "key destroyed", true),
    ];

    /// <summary>Takes the lock; the host stops there until it is disposed of.</summary>
    public async Task<Stopped> StopAsync(IReadOnlyDictionary<string, string?> settings, Guid customer)
    {
        var (holder, watcher) = (await OpenAsync(settings[Database]), await OpenAsync(settings[Database]));
        if (Hold == JournalFile)
        {
            var folder = Directory.CreateDirectory(Path.Combine(settings["DataFolder"]!, "erasures")).FullName;
            return new Stopped(this, holder, watcher, new FileStream(Path.Combine(folder, $"{Environment.MachineName}.log"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), customer);
        }

        foreach (var sql in Hold.Split(";;"))
        {
            await using var hold = new NpgsqlCommand(sql, holder);
            if (sql.Contains("$1", StringComparison.Ordinal)) hold.Parameters.Add(new() { Value = customer });
            await hold.ExecuteNonQueryAsync();
        }

        return new Stopped(this, holder, watcher, null, customer);
    }

    private static async Task<NpgsqlConnection> OpenAsync(string? database)
    {
        var connection = new NpgsqlConnection(new NpgsqlConnectionStringBuilder(database) { Pooling = false }.ConnectionString);
        await connection.OpenAsync();
        return connection;
    }

    // An event of that type waits for the lock before it is written; the transaction in which it would be is not committed.
    private static string Before(string type) =>
        $"""
        create or replace function public.stop_here() returns trigger language plpgsql as 'begin perform pg_advisory_xact_lock({Lock}); return new; end';;
        create or replace trigger stop_here before insert on marketplace.mt_events for each row when (new.type = '{type}') execute function public.stop_here();;
        begin;;
        select pg_advisory_xact_lock({Lock})
        """;

    /// <summary>The lock, as long as it is held.</summary>
    internal sealed class Stopped(Boundary boundary, NpgsqlConnection holder, NpgsqlConnection watcher, FileStream? journal, Guid customer) : IAsyncDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

        // A transaction sees others as they were when it first looked, so that somebody else has to.
        private readonly string waiting = $"select pid from pg_stat_activity where {holder.ProcessID} = any(pg_blocking_pids(pid))";

        /// <summary>Waits until the host stands there.</summary>
        public Task ReachedAsync() => UntilAsync(
            journal is null ? waiting : $"select 1 from marketplace.mt_events where type = 'customer_erased' and stream_id = '{customer}'", found => found > 0, "was not reached");

        /// <summary>Ends what the killed host has left in the server, which would go on as soon as the lock is free.</summary>
        public Task CutOffAsync() => UntilAsync($"select pg_terminate_backend(pid) from ({waiting}) w", found => found == 0, "is still waited at");

        public async ValueTask DisposeAsync()
        {
            // With the connection goes every lock.
            await holder.DisposeAsync();
            await watcher.DisposeAsync();
            if (journal is not null) await journal.DisposeAsync();
        }

        private async Task UntilAsync(string sql, Func<int, bool> enough, string otherwise)
        {
            for (var waited = Stopwatch.StartNew(); ; await Task.Delay(20))
            {
                var found = 0;
                await using (var ask = new NpgsqlCommand(sql, watcher))
                await using (var rows = await ask.ExecuteReaderAsync())
                {
                    while (await rows.ReadAsync()) found++;
                }

                if (enough(found)) return;
                if (waited.Elapsed > Patience) throw new Xunit.Sdk.XunitException($"The place {boundary.Name} {otherwise}.");
            }
        }
    }
}
