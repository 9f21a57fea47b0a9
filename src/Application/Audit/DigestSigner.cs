using System.Diagnostics;
using System.Globalization;
using System.Text;
using Marketplace.Application.Audit.Evidence;
using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Marketplace.Domain.Values;
using Marten;

namespace Marketplace.Application.Audit;

/// <summary>
/// Signs the money of a period with the key of the checkpoints (U4). Whoever has the public key sees that nobody changed it since,
/// and whoever has the history too that it is what the history says: docs/audit-format.md, 10, and <c>verify-digest</c> of src/Auditor.
/// </summary>
public sealed class DigestSigner(CheckpointKey key, AuditOptions options, IDataKeys keys, TimeProvider clock)
{
    /// <summary>
    /// What was recorded longer ago is settled, so that the same text has the same sums whenever they are reckoned again. Whatever was being
    /// written when the signing began is waited for; what begins later has a later time, unless its host's clock is behind ours by
    /// more than this. That nobody can know beforehand, and <c>verify-digest</c> would name the line (docs/operations.md).
    /// </summary>
    public static readonly TimeSpan SettledAfter = TimeSpan.FromMinutes(1);

    /// <summary>The refusal while a transaction that writes has been open for longer than one waits.</summary>
    public static Rejection NotSettled { get; } = new(
        "audit.not-settled", RejectionKind.Conflict,
        "Something is still being written that would belong to the sums. Ask again in a minute.",
        "Ещё идёт запись, которая может войти в суммы. Повторите запрос через минуту.");

    // Less than a request may take.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    private const int DaysByDefault = 31;

    /// <summary>Adds the days up and signs them.</summary>
    /// <param name="session">The store.</param>
    /// <param name="from">The first day in Moscow; null for 31 days in all.</param>
    /// <param name="to">The last day; null for today. Of a day that is not over, what was recorded until a minute ago counts.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The text with its signature.</returns>
    /// <exception cref="RefusedException"><see cref="NotSettled"/>.</exception>
    public async Task<string> SignAsync(IQuerySession session, DateOnly? from, DateOnly? to, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var (begin, end) = PeriodOf(from, to);
        var (over, settled) = (MoscowTime.StartOfDay(end.AddDays(1)), now - SettledAfter);
        var until = over < settled ? over : settled;
        // The text has whole seconds, and must say exactly what was counted.
        until = until.AddTicks(-(until.Ticks % TimeSpan.TicksPerSecond));
        await SettleAsync(session.DocumentStore, cancellation);
        var digest = await ReconciliationDigest.OfAsync(session, keys, begin, end, until, cancellation);
        return key.Note(options.Origin, Text(digest, until, now));
    }

    /// <summary>The days that <see cref="SignAsync"/> signs.</summary>
    public (DateOnly From, DateOnly To) PeriodOf(DateOnly? from, DateOnly? to) => Period(from, to, clock.GetUtcNow());

    /// <summary>The days that are meant at that moment.</summary>
    public static (DateOnly From, DateOnly To) Period(DateOnly? from, DateOnly? to, DateTimeOffset now)
    {
        var end = to ?? MoscowTime.DateOf(now);
        return (from ?? (end.DayNumber >= DaysByDefault ? end.AddDays(1 - DaysByDefault) : DateOnly.MinValue), end);
    }

    // Transactions are numbered when they first write: those that have a number now must be over.
    private static async Task SettleAsync(IDocumentStore store, CancellationToken cancellation)
    {
        // Real time, whatever the clock of the sums says: it is the database that is waited for.
        var since = Stopwatch.GetTimestamp();
        await using var connection = await store.OpenAsync(cancellation);
        var begun = await AuditTables.BegunAsync(connection, cancellation);
        while ((await AuditTables.HorizonAsync(connection, cancellation)).Final < begun)
        {
            if (Stopwatch.GetElapsedTime(since) >= Patience) throw new RefusedException(NotSettled);
            await Task.Delay(LookEvery, cancellation);
        }
    }

    private string Text(ReconciliationDigest digest, DateTimeOffset until, DateTimeOffset now)
    {
        var text = new StringBuilder();
        Line(text, $"{options.Origin}");
        Line(text, $"reconciliation 1");
        Line(text, $"from {digest.From:yyyy-MM-dd}");
        Line(text, $"to {digest.To:yyyy-MM-dd}");
        Line(text, $"until {until.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}");
        foreach (var day in digest.Days) Write(text, day);
        Line(text, $"signed {now.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}");
        return text.ToString();
    }

    private static void Write(StringBuilder text, DayDigest day)
    {
        Line(text, $"{day.Day:yyyy-MM-dd} events {day.Events}");
        foreach (var (name, moved) in new[] { ("captures", day.Captures), ("payouts", day.Payouts), ("refunds", day.Refunds) })
        {
            if (moved.Count > 0) Line(text, $"{day.Day:yyyy-MM-dd} {name} {moved.Count} {moved.Amount}");
        }

        foreach (var (account, amount) in day.Accounts.Where(a => a.Value != 0)) Line(text, $"{day.Day:yyyy-MM-dd} account {account} {amount}");
    }

    private static void Line(StringBuilder text, FormattableString line) => text.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
}
