using System.Text.Json;
using Marketplace.Host.Callbacks;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Marketplace.Host.Development.Simulators;

/// <summary>A callback that is due.</summary>
/// <param name="Id">Grows with time.</param>
/// <param name="Provider">Who calls back; one of <see cref="Adapters.ProviderNames"/>.</param>
/// <param name="Subject">The payment or payout it is about.</param>
/// <param name="Copy">0, or 1 for the second delivery of the same fact.</param>
/// <param name="Body">What is posted.</param>
/// <param name="Try">1 for the first.</param>
public sealed record DueCallback(long Id, string Provider, string Subject, int Copy, string Body, int Try);

/// <summary>The callbacks that the simulated world owes, written in the transaction of what they tell.</summary>
public sealed class CallbackOutbox(SimulatorTables tables, IOptions<SimulatorOptions> options, TimeProvider clock)
{
    /// <summary>After so many tries a callback is given up; with the waits between them that is about four minutes.</summary>
    public const int MostTries = 10;

    /// <summary>A taken callback is taken again after this time, unless its end is recorded: whoever took it has died.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromSeconds(6);

    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>Owes a callback from <paramref name="delay"/> on.</summary>
    public async Task AddAsync<T>(NpgsqlConnection connection, string provider, string subject, T body, TimeSpan delay, CancellationToken cancellation)
    {
        var wait = options.Value.Reorder && delay < options.Value.Delay ? options.Value.Delay : delay;
        var due = clock.GetUtcNow() + wait;
        if (options.Value.Reorder) await HoldBackAsync(connection, subject, due, cancellation);
        for (var copy = 0; copy < (options.Value.DuplicateCallbacks ? 2 : 1); copy++)
        {
            const string insert = "insert into simulators.callbacks (provider, subject, copy, body, due_at) values ($1, $2, $3, $4, $5)";
            await connection.Command(insert, provider, subject, copy, JsonSerializer.Serialize(body, ProviderJson.Strict), due).ExecuteAsync(cancellation);
        }
    }

    /// <summary>Takes what is due, oldest first; another host takes none of it meanwhile.</summary>
    public async Task<IReadOnlyList<DueCallback>> TakeDueAsync(CancellationToken cancellation)
    {
        const string take = """
            update simulators.callbacks set tries = tries + 1, due_at = $2 where id in (
                select id from simulators.callbacks where delivered_at is null and tries < $3 and due_at <= $1
                order by due_at, id limit 64 for update skip locked)
            returning id, provider, subject, copy, body, tries
            """;
        var now = clock.GetUtcNow();
        await using var connection = await tables.OpenAsync(cancellation);
        var due = await connection.Command(take, now, now + Lease, MostTries).ListAsync(Read, cancellation);
        return [.. due.OrderBy(callback => options.Value.Reorder ? -callback.Id : callback.Id)];
    }

    /// <summary>Records the end of one try: delivered, or to be tried again after 1, 2, 4 … 60 seconds.</summary>
    public async Task RecordAsync(DueCallback callback, bool delivered, CancellationToken cancellation)
    {
        const string record = "update simulators.callbacks set delivered_at = $2, due_at = $3 where id = $1";
        var now = clock.GetUtcNow();
        await using var connection = await tables.OpenAsync(cancellation);
        await connection.Command(record, callback.Id, delivered ? now : null, now + WaitAfter(callback.Try)).ExecuteAsync(cancellation);
    }

    /// <summary>How long to wait after the try with this number failed.</summary>
    public static TimeSpan WaitAfter(int attempt)
    {
        var doubled = TimeSpan.FromSeconds(1L << Math.Min(attempt - 1, 10));
        return doubled < LongestWait ? doubled : LongestWait;
    }

    private static Task<int> HoldBackAsync(NpgsqlConnection connection, string subject, DateTimeOffset until, CancellationToken cancellation) =>
        connection.Command("update simulators.callbacks set due_at = $2 where subject = $1 and delivered_at is null and tries = 0", subject, until)
            .ExecuteAsync(cancellation);

    private static DueCallback Read(NpgsqlDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.GetString(4), row.GetInt32(5));
}
