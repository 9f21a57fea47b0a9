using System.Net;
using FluentAssertions;
using Marketplace.Tests.Shared;
using Xunit;

namespace Marketplace.Host.Tests.Journeys;

[Collection(nameof(HostFixture))]
public sealed class WalletJourneyTests(HostFixture fixture)
{
    private readonly RunningHost host = fixture.Host;

    [Fact]
    public async Task S84_a_hundred_payments_at_once_spend_what_is_there_and_no_more()
    {
        var customer = await host.CustomerAsync(1000_00);
        var orders = new List<Guid>();
        foreach (var chunk in Enumerable.Range(0, 100).Chunk(10))
        {
            orders.AddRange((await Task.WhenAll(chunk.Select(_ => customer.PlaceAsync(("books-900", 1))))).Select(o => o.Id("orderId")));
        }

        var answers = await Task.WhenAll(orders.Select(order => customer.PayAsync(order, wallet: 10_01)));

        answers.Count(a => a.Status == HttpStatusCode.OK).Should().Be(99);
        answers.Single(a => a.Status != HttpStatusCode.OK).Expect(HttpStatusCode.Conflict).Code.Should().Be("wallet.insufficient-funds");
        (await customer.WalletAsync()).Should().Be((9_01, 9_01));
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task X33_the_same_top_up_twenty_times_at_once_credits_once()
    {
        var customer = await host.CustomerAsync();
        var key = Guid.NewGuid().ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ =>
            customer.PostAsync("/api/wallet/top-ups", new { amount = 250_00, cardToken = "tok_ok" }, key)));

        answers.Should().OnlyContain(a => a.Status == HttpStatusCode.Created);
        answers.Select(a => a.Raw).Distinct().Should().ContainSingle();
        (await customer.WalletAsync()).Should().Be((250_00, 250_00));
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S84_a_declined_top_up_brings_nothing_and_a_silent_one_is_credited_once()
    {
        var customer = await host.CustomerAsync();

        (await customer.PostAsync("/api/wallet/top-ups", new { amount = 50_00, cardToken = "tok_declined" }))
            .Expect(HttpStatusCode.Conflict).Code.Should().Be("wallet.top-up-declined");
        (await customer.WalletAsync()).Should().Be((0, 0));

        (await customer.PostAsync("/api/wallet/top-ups", new { amount = 70_00, cardToken = "tok_timeout" }))
            .Expect(HttpStatusCode.Accepted).Text("status").Should().Be("pending");
        await customer.UntilAsync("/api/wallet", w => w.Number("balance") == 70_00);
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S93_a_statement_adds_up_for_any_period()
    {
        var customer = await host.CustomerAsync(300_00);
        var order = (await customer.PlaceAsync(("books-900", 3))).Id("orderId");
        (await customer.PayAsync(order, wallet: 30_03)).Expect(HttpStatusCode.OK);
        (await customer.PostAsync($"/api/orders/{order}/cancellation")).Expect(HttpStatusCode.OK);

        var whole = await StatementAsync(customer, "");
        whole.Entries.Select(e => e.Amount).Should().Equal(300_00, -30_03, 30_03);
        (whole.Opening, whole.Closing).Should().Be((0, 300_00));

        // Cut at each entry: a moment belongs to the later part, and nothing is lost between the two.
        foreach (var at in whole.Entries.Select(e => Uri.EscapeDataString(e.At)))
        {
            var (before, after) = (await StatementAsync(customer, $"?to={at}"), await StatementAsync(customer, $"?from={at}"));
            before.Closing.Should().Be(after.Opening);
            after.Closing.Should().Be(300_00);
            (before.Entries.Count + after.Entries.Count).Should().Be(3);
            foreach (var part in new[] { before, after }) (part.Opening + part.Entries.Sum(e => e.Amount)).Should().Be(part.Closing);
        }

        (await customer.GetAsync("/api/wallet/statement?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z"))
            .Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("wallet.period-invalid");
    }

    [Fact]
    public async Task S93_S59_statements_come_page_by_page_and_a_page_does_not_change_while_money_comes_in()
    {
        var customer = await host.ProtectedCustomerAsync(300_00);
        (await customer.ApplyForCardAsync()).Expect(HttpStatusCode.Created);
        for (var i = 1; i <= 4; i++) (await customer.PostAsync("/api/wallet/top-ups", new { amount = i, cardToken = "tok_ok" })).Expect(HttpStatusCode.Created);

        var first = (await customer.GetAsync("/api/wallet/statement?limit=2")).Expect(HttpStatusCode.OK);
        (await customer.PostAsync("/api/wallet/top-ups", new { amount = 7_00, cardToken = "tok_ok" })).Expect(HttpStatusCode.Created);
        var second = (await customer.GetAsync($"/api/wallet/statement?limit=2&cursor={first.Text("nextCursor")}")).Expect(HttpStatusCode.OK);
        var third = (await customer.GetAsync($"/api/wallet/statement?limit=2&cursor={second.Text("nextCursor")}")).Expect(HttpStatusCode.OK);

        Answer[] pages = [first, second, third];
        pages.Select(p => (p.Text("to"), p.Number("opening"), p.Number("closing"))).Distinct().Should().Equal((first.Text("to"), 0L, 300_10L));
        pages.SelectMany(p => p.Body["entries"]!.AsArray()).Select(e => (long)e!["amount"]!).Should().Equal(300_00, 1, 2, 3, 4);
        pages.Select(p => (p.Number("broughtForward"), p.Number("carriedForward"))).Should().Equal((0, 300_01), (300_01, 300_06), (300_06, 300_10));
        third.Body["nextCursor"].Should().BeNull();
        (await customer.EntriesAsync("/api/wallet/statement?limit=1", "entries")).Should().HaveCount(6);

        (await customer.GetAsync("/api/wallet/statement?limit=1001")).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("request.cursor-invalid");
        (await customer.GetAsync($"/api/bonus-card/statement?cursor={first.Text("nextCursor")}")).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("request.cursor-invalid");
        (await customer.GetAsync("/api/bonus-card/statement?limit=1")).Expect(HttpStatusCode.OK).Body["items"]!.AsArray().Should().ContainSingle();
    }

    [Fact]
    public async Task S90_S91_a_confirmed_withdrawal_settles_and_the_customer_is_told_once()
    {
        var customer = await host.ProtectedCustomerAsync(500_00);
        var withdrawal = await customer.PayOutAsync(200_00);

        var settled = await customer.PayoutUntilAsync(withdrawal, "settled");
        ((bool)settled.Body["overdue"]!).Should().BeFalse();
        (await customer.WalletAsync()).Should().Be((300_00, 300_00));
        await ToldOnceAsync(customer, "выполнен");
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S91_a_rejected_withdrawal_gives_the_money_back_and_the_customer_is_told_once()
    {
        var customer = await host.ProtectedCustomerAsync(500_00);
        var withdrawal = await customer.PayOutAsync(200_00, Steps.Rejected);

        (await customer.PayoutUntilAsync(withdrawal, "rejected")).Text("reason").Should().Be("account-closed");
        (await customer.WalletAsync()).Should().Be((500_00, 500_00));
        await ToldOnceAsync(customer, "отклонил");
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task X4_a_silent_bank_keeps_the_money_held_until_it_settles()
    {
        var customer = await host.ProtectedCustomerAsync(500_00);
        var withdrawal = await customer.PayOutAsync(200_00, Steps.TimesOut);

        (await customer.WalletAsync()).Should().Be((500_00, 300_00), "X3: nothing is given back while the outcome is unknown");
        await customer.PayoutUntilAsync(withdrawal, "settled");
        (await customer.WalletAsync()).Should().Be((300_00, 300_00));
        await ToldOnceAsync(customer, "выполнен");
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S90_wrong_codes_are_counted_and_then_refused_even_the_right_one()
    {
        var customer = await host.ProtectedCustomerAsync(500_00);
        var withdrawal = (await customer.AskForPayoutAsync(100_00)).Expect(HttpStatusCode.Accepted).Id("withdrawalId");
        var code = await customer.PayoutCodeAsync();

        for (var left = 4; left >= 0; left--)
        {
            var wrong = await customer.ConfirmPayoutAsync(withdrawal, Steps.Wrong(code));
            if (wrong.Status == HttpStatusCode.UnprocessableEntity) wrong.Number("attemptsLeft").Should().Be(left);
            else wrong.Expect(HttpStatusCode.TooManyRequests);
        }

        (await customer.ConfirmPayoutAsync(withdrawal, code)).Expect(HttpStatusCode.TooManyRequests).Code.Should().Be("auth.attempts-exhausted");
        (await customer.WalletAsync()).Should().Be((500_00, 400_00), "P6: the money stays held until the request ends");

        (await customer.DeleteAsync($"/api/wallet/withdrawals/{withdrawal}")).Expect(HttpStatusCode.NoContent);
        (await customer.WalletAsync()).Should().Be((500_00, 500_00));
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task S35_S90_the_code_of_another_withdrawal_or_customer_confirms_nothing()
    {
        var customer = await host.ProtectedCustomerAsync(500_00);
        var stranger = await host.ProtectedCustomerAsync(500_00);
        var first = (await customer.AskForPayoutAsync(100_00)).Id("withdrawalId");
        var code = await customer.PayoutCodeAsync();
        (await customer.AskForPayoutAsync(50_00)).Expect(HttpStatusCode.Conflict).Code.Should().Be("wallet.withdrawal-open", "P8");
        (await customer.DeleteAsync($"/api/wallet/withdrawals/{first}")).Expect(HttpStatusCode.NoContent);
        (await customer.ConfirmPayoutAsync(first, code)).Expect(HttpStatusCode.NotFound).Code.Should().Be("wallet.withdrawal-unknown");

        var second = (await customer.AskForPayoutAsync(100_00)).Expect(HttpStatusCode.Accepted).Id("withdrawalId");
        var newer = await customer.PayoutCodeAsync(2);
        if (newer != code) (await customer.ConfirmPayoutAsync(second, code)).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("auth.code-invalid");
        (await stranger.ConfirmPayoutAsync(second, newer)).Expect(HttpStatusCode.NotFound).Code.Should().Be("wallet.withdrawal-unknown");
        (await customer.ConfirmPayoutAsync(second, newer)).Expect(HttpStatusCode.OK);
        (await customer.ConfirmPayoutAsync(second, newer)).Status.Should().BeOneOf(HttpStatusCode.Conflict, HttpStatusCode.NotFound);
        await customer.PayoutUntilAsync(second, "settled");
        (await customer.WalletAsync()).Should().Be((400_00, 400_00));
        await host.InvariantsHoldAsync();
    }

    [Fact]
    public async Task P8_three_withdrawals_a_day_and_no_fourth()
    {
        var customer = await host.ProtectedCustomerAsync(500_00);
        for (var i = 0; i < 3; i++)
        {
            var asked = (await customer.AskForPayoutAsync(1)).Expect(HttpStatusCode.Accepted);
            (await customer.DeleteAsync($"/api/wallet/withdrawals/{asked.Id("withdrawalId")}")).Expect(HttpStatusCode.NoContent);
        }

        (await customer.AskForPayoutAsync(1)).Expect(HttpStatusCode.TooManyRequests).Code.Should().Be("wallet.withdrawal-limit");
        (await customer.GetAsync("/api/wallet/withdrawals")).Body["items"]!.AsArray().Should().HaveCount(3).And.OnlyContain(w => (string)w!["status"]! == "cancelled");
        (await customer.WalletAsync()).Should().Be((500_00, 500_00));
    }

    [Theory]
    [InlineData("bic", "044525226", Steps.Settles, "Иван Петров")]
    [InlineData("bic", "12345", Steps.Settles, "Иван Петров")]
    [InlineData("account", "044525225", "40817810700000000002", "Иван Петров")]
    [InlineData("account", "044525225", "4081781070000000000", "Иван Петров")]
    [InlineData("recipient", "044525225", Steps.Settles, "")]
    [InlineData("recipient", "044525225", Steps.Settles, "<script>")]
    public async Task S89_requisites_that_are_wrong_are_refused_with_their_field(string field, string bic, string account, string recipient)
    {
        var customer = await host.ProtectedCustomerAsync(100_00);

        var refused = (await customer.AskForPayoutAsync(10_00, account, bic, recipient)).Expect(HttpStatusCode.UnprocessableEntity);

        refused.Code.Should().Be("wallet.requisites-invalid");
        // The check key belongs to the pair; that a BIC of another bank does not fit is told of the account.
        refused.Body["errors"]!.AsObject().Select(e => e.Key).Should().ContainSingle()
            .Which.Should().Be("requisites." + (bic == "044525226" ? "account" : field));
        (await customer.WalletAsync()).Should().Be((100_00, 100_00));
    }

    [Fact]
    public async Task S89_no_more_can_be_withdrawn_than_is_there()
    {
        var customer = await host.ProtectedCustomerAsync(100_00);

        (await customer.AskForPayoutAsync(100_01)).Expect(HttpStatusCode.Conflict).Code.Should().Be("wallet.insufficient-funds");
        (await customer.AskForPayoutAsync(600_000_01)).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("wallet.amount-out-of-range");
        var all = await customer.PayOutAsync(100_00);
        await customer.PayoutUntilAsync(all, "settled");
        (await customer.WalletAsync()).Should().Be((0, 0));
        await host.InvariantsHoldAsync();
    }

    private static async Task ToldOnceAsync(Api customer, string word)
    {
        await Eventually.HappensAsync(async () => (await customer.MessagesAsync()).Any(m => m.Text.Contains(word, StringComparison.Ordinal)), "the customer is told");
        (await customer.MessagesAsync()).Count(m => m.Text.Contains(word, StringComparison.Ordinal)).Should().Be(1);
    }

    private static async Task<(long Opening, IReadOnlyList<(long Amount, string At)> Entries, long Closing)> StatementAsync(Api customer, string query)
    {
        var answer = (await customer.GetAsync("/api/wallet/statement" + query)).Expect(HttpStatusCode.OK);
        var entries = answer.Body["entries"]!.AsArray().Select(e => ((long)e!["amount"]!, (string)e["at"]!)).ToList();
        return (answer.Number("opening"), entries, answer.Number("closing"));
    }
}
