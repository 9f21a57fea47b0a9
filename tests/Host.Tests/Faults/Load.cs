using System.Globalization;
using FluentAssertions;
using Marketplace.Host.Tests.Privacy;
using Marketplace.Tests.Shared;
using Npgsql;

namespace Marketplace.Host.Tests.Faults;

/// <summary>Several shoppers on the same databases, and the proof that each acknowledged effect is there exactly once.</summary>
internal sealed class Load(IReadOnlyList<Shopper> shoppers, IReadOnlyDictionary<string, string?> settings)
{
    private const int Hands = 3;
    private const int FewestPayments = 6;

    // A silent provider is asked again after 15 s, and after another 30 s.
    private static readonly TimeSpan SettledWithin = TimeSpan.FromSeconds(70);

    /// <summary>Registers so many customers with money at these hosts, in turn. All of them withdraw once.</summary>
    public static async Task<Load> BeginAsync(int customers, int seed, IReadOnlyDictionary<string, string?> settings, params HostProcess[] hosts)
    {
        var shoppers = await Task.WhenAll(Enumerable.Range(0, customers).Select(async i =>
        {
            var api = await Callers.CustomerAsync(hosts[i % hosts.Length].Url, new Random(seed + i));
            var shopper = new Shopper(api, seed + i * 1000, withdraws: true) { UsedCode = await api.CodeAsync() };
            await shopper.BeginAsync();
            return shopper;
        }));
        return new Load(shoppers, settings);
    }

    public IReadOnlyList<Shopper> Shoppers => shoppers;

    private int Payments => Deeds.Count(d => d.Kind == DeedKind.Pay);

    public IEnumerable<Deed> Deeds => shoppers.SelectMany(s => s.Deeds);

    /// <summary>Everybody shops, and after that time, and some more payments, the host is killed in the middle of it.</summary>
    public async Task UntilKilledAsync(TimeSpan time, HostProcess host)
    {
        using var stop = new CancellationTokenSource();
        var shopping = shoppers.Select(s => s.ShopAsync(Hands, stop.Token)).ToList();
        var payments = Payments + FewestPayments;
        await Task.Delay(time);
        await Eventually.HappensAsync(() => Task.FromResult(Payments >= payments), "they pay");
        host.Kill();
        await stop.CancelAsync();
        await Task.WhenAll(shopping);
    }

    /// <summary>Everybody goes to that host and asks again for what was not answered.</summary>
    public async Task<int> RetryAtAsync(Uri url)
    {
        foreach (var shopper in shoppers) shopper.Api = shopper.Api.MovedTo(url);
        return (await Task.WhenAll(shoppers.Select(s => s.RetryAsync()))).Sum();
    }

    /// <summary>Waits until no card payment and no payout is open any more: nobody asks for it, the host does it by itself.</summary>
    public async Task SettleAsync()
    {
        await UntilNoneAsync("payments or payouts are still open", """
            select (select count(*) from marketplace.mt_doc_wallet where jsonb_array_length(data -> 'topUps') > 0)
                 + (select count(*) from marketplace.mt_doc_wallet where data -> 'withdrawal' ->> 'status' in ('confirmed', 'sent', 'unknown'))
                 + (select count(*) from marketplace.mt_doc_orderview where data -> 'payment' ->> 'status' = 'pending')
            """);
        await UntilNoneAsync("payments have no receipt, or notices wait", """
            select abs((select count(*) from marketplace.mt_events where type = 'order_paid')
                 - (select count(*) from marketplace.mt_doc_notice where data ->> 'kind' = 'sale-receipt'))
                 + (select count(*) from marketplace.mt_doc_notice where data ->> 'status' = 'waiting')
            """);
    }

    private async Task UntilNoneAsync(string what, string sql)
    {
        var until = DateTime.UtcNow + SettledWithin;
        while (await AskAsync(sql) is var left && left > 0)
        {
            if (DateTime.UtcNow > until) Xunit.Assert.Fail($"{left} {what} after {SettledWithin.TotalSeconds} s.");
            await Task.Delay(500);
        }
    }

    /// <summary>Every wallet tells what the answers told; nothing is missing, nothing is there twice, nothing else is there.</summary>
    public async Task ProveAsync(Uri url)
    {
        foreach (var shopper in shoppers)
        {
            var book = await Expectation.OfAsync(shopper);
            book.Actual.Should().BeEquivalentTo(book.Expected, "the statement of a wallet is what its answers say");
            (await shopper.Api.GetAsync("/api/wallet")).Number("balance").Should().Be(book.Expected.Sum(e => e.Amount));
        }

        var report = await Callers.Staff(url, "auditor", settings).GetAsync("/api/audit/invariants");
        report.Expect(System.Net.HttpStatusCode.OK).Body["violations"]!.AsArray().Should().BeEmpty();
        (await AskAsync(TopUpsOfAcquirer)).Should().Be(await AskAsync(TopUpsOfWallets), "what the acquirer took is in the wallets");
        (await AskAsync(PaidByBank)).Should().Be(await AskAsync(SettledInWallets), "what the bank paid has left the wallets");
        (await AskAsync(SentNotices)).Should().BePositive().And.Be(await AskAsync(ReceivedNotices), "each notice arrived once, under its own id");
        await UntilNoneAsync("events are in no checkpoint", "select (select count(*) from marketplace_audit.leaves) - (select coalesce(max(size), 0) from marketplace_audit.checkpoints)");
        DrillServer.Verifies(settings);
    }

    /// <summary>Every finished request once more with its key: the same answer, and no further effect.</summary>
    public async Task RepeatAsync()
    {
        foreach (var shopper in shoppers)
        {
            var before = (await shopper.Api.GetAsync("/api/wallet/statement")).Body["entries"]!.ToJsonString();
            foreach (var deed in shopper.Deeds.Where(d => d.Answer!.Status is System.Net.HttpStatusCode.OK or System.Net.HttpStatusCode.Created).TakeLast(15))
            {
                var first = deed.Answer!;
                var again = await deed.SendAsync(shopper.Api);
                again!.Raw.Should().Be(first.Raw);
                again.Headers.Contains("Idempotency-Replayed").Should().BeTrue();
            }

            (await shopper.Api.GetAsync("/api/wallet/statement")).Body["entries"]!.ToJsonString().Should().Be(before);
        }
    }

    public string Told() => string.Create(CultureInfo.InvariantCulture,
        $"{Deeds.Count()} requests, {Deeds.Count(d => d.WasRetried)} retried: {string.Join(", ", Deeds.GroupBy(d => d.Kind).Select(g => $"{g.Key} {g.Count()}"))}");

    public async Task<long> AskAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(settings["ConnectionStrings:Marketplace"]);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private const string TopUpsOfAcquirer = "select coalesce(sum(captured), 0) from simulators.payments where reference like 't.%'";

    private const string TopUpsOfWallets =
        "select coalesce(sum((data ->> 'amount')::bigint), 0) from marketplace.mt_events where type like '%wallet_credited%' and data ->> 'source' = 'top-up'";

    private const string SentNotices = "select count(*) from marketplace.mt_doc_notice where data ->> 'status' = 'sent'";

    private const string ReceivedNotices = "select count(*) from simulators.messages m join marketplace.mt_doc_notice n on n.id = m.id";

    private const string PaidByBank = "select coalesce(sum(amount), 0) from simulators.payouts where rejection is null";

    private const string SettledInWallets =
        "select coalesce(sum((data ->> 'amount')::bigint), 0) from marketplace.mt_events where type like '%hold_captured%' and data ->> 'purpose' = 'withdrawal'";
}
