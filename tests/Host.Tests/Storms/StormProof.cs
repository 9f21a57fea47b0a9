using System.Globalization;
using System.Net;
using FluentAssertions;
using Marketplace.Application.Views;
using Marketplace.Host.Tests.Journeys;
using Marketplace.Host.Tests.Privacy;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Marketplace.Host.Tests.Storms;

/// <summary>What must be true when the storm is over and everything that it set going has come to its end.</summary>
internal sealed class StormProof(RunningHost host, StormShop shop, IReadOnlyList<StormCustomer> customers)
{
    // A silent provider is asked again after 15 s, and after another 30 s.
    private static readonly TimeSpan SettledWithin = TimeSpan.FromSeconds(120);

    public async Task ProveAsync()
    {
        await SettleAsync();
        await host.InvariantsHoldAsync();
        await WalletsAreWhatTheirAnswersSayAsync();
        await VisitorsAreGoneAsync();
        await MoneyIsConservedAsync();
        await NothingIsOversoldAsync();
        (await AskAsync("select count(*) from marketplace_messages.wolverine_dead_letters")).Should().Be(0, "every message was handled");
        await ViewsAreTheirEventsAsync();
        await PhonesAreTheirOwnersAsync();
        await DrillServer.VerifiesAsync(host);
    }

    // Nobody asks for it: card payments, payouts, captures, voids and refunds come to their end by themselves.
    private async Task SettleAsync()
    {
        var (until, quiet, before) = (DateTime.UtcNow + SettledWithin, 0, -1L);
        while (quiet < 3)
        {
            await Task.Delay(1000);
            var open = await OpenAsync();
            var events = await AskAsync("select coalesce(max(seq_id), 0) from marketplace.mt_events");
            (quiet, before) = (events == before && open.Count == 0 ? quiet + 1 : 0, events);
            if (DateTime.UtcNow > until) Xunit.Assert.Fail($"Still open after {SettledWithin.TotalSeconds} s: {string.Join(", ", open)}");
        }
    }

    private async Task<List<string>> OpenAsync()
    {
        var open = new List<string>();
        foreach (var (what, sql) in Open)
        {
            if (await AskAsync(sql) is var count and > 0) open.Add($"{count} {what}");
        }

        return open;
    }

    private async Task WalletsAreWhatTheirAnswersSayAsync()
    {
        foreach (var customer in customers)
        {
            var wallet = await customer.Api.WalletAsync();
            wallet.Balance.Should().Be(await customer.ExpectedAsync(), "the answers said so");
            wallet.Available.Should().BeInRange(0, wallet.Balance);
        }
    }

    // What came in from cards and certificates is in the wallets, at the bank, or with the shop for its goods.
    private async Task MoneyIsConservedAsync()
    {
        var cameIn = await AskAsync(CapturedTopUps) + shop.Activated;
        var inWallets = 0L;
        foreach (var api in customers.Select(c => c.Api).Concat(shop.Visitors.Where(v => !v.HasLeft).Select(v => v.Api))) inWallets += (await api.WalletAsync()).Balance;
        inWallets.Should().Be(await AskAsync(HeldByWallets), "who left has left nothing");
        (inWallets + await AskAsync(PaidByBank) + await AskAsync(KeptByShop) - await AskAsync(CardMoneyInWallets)).Should().Be(cameIn);
        (await AskAsync(CapturedForOrders)).Should().Be(await AskAsync(CapturedByOrders), "the acquirer took what the orders say");
        (await AskAsync(RefundedByAcquirer)).Should().Be(await AskAsync(RefundedByOrders), "and gave back what they say");
    }

    private async Task VisitorsAreGoneAsync()
    {
        shop.Visitors.SelectMany(v => v.Wrong).Should().BeEmpty();
        var left = shop.Visitors.Where(v => v.HasLeft).Select(v => v.Api.CustomerId).ToList();
        left.Should().NotBeEmpty();
        (await AskAsync("select count(*) from marketplace.mt_doc_erasurerecord where data ->> 'completedAt' is not null")).Should().Be(left.Count, "S100");
        foreach (var visitor in shop.Visitors)
        {
            var page = await visitor.Api.GetAsync("/api/wallet");
            page.Status.Should().Be(visitor.HasLeft ? HttpStatusCode.Unauthorized : HttpStatusCode.OK);
            if (!visitor.HasLeft) page.Number("balance").Should().Be(visitor.Balance);
        }
    }

    // Each of those phones opens the account that the answers say, and a phone that was given up opens it no more (S39, S45).
    private async Task PhonesAreTheirOwnersAsync()
    {
        (await AskAsync("select count(*) from marketplace.mt_doc_contactclaim where id like 'phone:%' and data ->> 'keptForChange' is null"))
            .Should().Be(customers.Count + shop.Visitors.Count(v => !v.HasLeft), "I12");
        var (opened, changed) = (0, 0);
        foreach (var customer in customers)
        {
            if (await OpenedByAsync(customer.Api.Phone) is { } owner) owner.Should().Be(customer.Api.CustomerId, $"attempt {++opened}");
            foreach (var phone in customer.LeftPhones.Except([customer.Api.Phone]))
            {
                if (await OpenedByAsync(phone) is { } other) other.Should().NotBe(customer.Api.CustomerId, $"attempt {++changed}");
            }
        }

        opened.Should().BeGreaterThan(customers.Count / 2);
        changed.Should().BePositive();
    }

    // Nothing when the number has had all the codes that it may have.
    private async Task<Guid?> OpenedByAsync(string phone)
    {
        var (anyone, since) = (shop.Anonymous(), shop.Now);
        var challenge = await anyone.PostAsync("/api/auth/challenges", new { phone });
        if (challenge.Status == HttpStatusCode.TooManyRequests) return null;
        var body = new { challengeId = challenge.Expect(HttpStatusCode.Accepted).Id("challengeId"), code = await shop.CodeAsync(phone, "Вход в", since), acceptedTerms = shop.Terms };
        return (await anyone.PostAsync("/api/auth/sessions", body)).Expect(HttpStatusCode.Created).Id("customerId");
    }

    private async Task NothingIsOversoldAsync()
    {
        foreach (var sku in shop.Scarce)
        {
            var stock = (await shop.Warehouse.PostAsync($"/api/fulfilment/stock/{sku}", new { quantity = 1 })).Expect(HttpStatusCode.OK);
            shop.Receive(sku, 1);
            var (received, taken) = shop.BookOf(sku);
            stock.Number("taken").Should().Be(taken, "orders hold what their answers say");
            (stock.Number("free") + stock.Number("reserved") + stock.Number("taken")).Should().Be(received);
            stock.Number("free").Should().BeGreaterThanOrEqualTo(0);
        }

        (await AskAsync("select count(*) from marketplace.mt_doc_orderview where data ->> 'status' <> 'cancelled' and data -> 'discounts' @> '[{\"source\": \"STORM-FEW\"}]'"))
            .Should().BeLessThanOrEqualTo(StormShop.UsesOfFew, "X9");
    }

    private async Task ViewsAreTheirEventsAsync()
    {
        var compared = await host.Services.GetRequiredService<RebuiltViews>().CompareAsync(CancellationToken.None);
        compared.Should().OnlyContain(v => v.Differing.Count == 0, "U11");
        compared.Sum(v => v.Compared).Should().BeGreaterThan(100);
    }

    private async Task<long> AskAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(host.Settings["ConnectionStrings:Marketplace"]);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    private static readonly (string What, string Sql)[] Open =
    [
        ("top-ups", "select count(*) from marketplace.mt_doc_wallet where jsonb_array_length(data -> 'topUps') > 0"),
        ("payouts", "select count(*) from marketplace.mt_doc_wallet where data -> 'withdrawal' ->> 'status' in ('confirmed', 'sent', 'unknown')"),
        ("payments", "select count(*) from marketplace.mt_doc_orderview where data -> 'payment' ->> 'status' = 'pending'"),
        ("captures or voids", """
            select count(*) from marketplace.mt_doc_orderview
            where data -> 'payment' ->> 'status' = 'authorised' and data ->> 'status' not in ('paid', 'assembling')
            """),
        ("erasures", "select count(*) from marketplace.mt_doc_erasurerecord where data ->> 'completedAt' is null"),
        ("notices", "select count(*) from marketplace.mt_doc_notice where data ->> 'status' = 'waiting'"),
    ];

    private const string HeldByWallets = """
        select coalesce(sum((data ->> 'available')::bigint + coalesce((select sum((h ->> 'amount')::bigint) from jsonb_array_elements(data -> 'holds') h), 0)), 0) from marketplace.mt_doc_wallet
        """;

    private const string CapturedTopUps = "select coalesce(sum(captured), 0) from simulators.payments where reference like 't.%'";

    private const string CapturedForOrders = "select coalesce(sum(captured), 0) from simulators.payments where reference not like 't.%'";

    private const string CapturedByOrders = "select coalesce(sum((data ->> 'amount')::bigint), 0) from marketplace.mt_events where type = 'card_payment_captured'";

    private const string RefundedByAcquirer = "select coalesce(sum(amount), 0) from simulators.refunds where refusal is null";

    private const string RefundedByOrders = "select coalesce(sum((data ->> 'amount')::bigint), 0) from marketplace.mt_events where type = 'card_refunded'";

    private const string PaidByBank = "select coalesce(sum(amount), 0) from simulators.payouts where rejection is null";

    private const string KeptByShop = """
        select coalesce(sum((data -> 'payment' ->> 'wallet')::bigint + coalesce((data -> 'instalments' ->> 'paid')::bigint, 0)), 0) from marketplace.mt_doc_orderview where data -> 'payment' ->> 'status' not in ('pending', 'declined')
        """;

    // Refunds of wallet-paid and of card-paid shares alike go to the wallet; both are the shop's to give.
    private const string CardMoneyInWallets = "select coalesce(sum((data -> 'refunded' ->> 'toWallet')::bigint), 0) from marketplace.mt_doc_orderview";
}
