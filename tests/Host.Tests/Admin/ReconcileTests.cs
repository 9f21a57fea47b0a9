using System.Net;
using System.Text.Json.Nodes;
using FluentAssertions;
using Marketplace.Application.Audit;
using Marketplace.Application.Privacy;
using Marketplace.Host.Admin;
using Marketplace.Host.Tests.Journeys;
using Marketplace.Tests.Shared;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Marketplace.Host.Tests.Admin;

/// <summary>
/// The books against what the simulated acquirer and bank have done by their own tables, in which every kind of difference is
/// then planted.
/// </summary>
public sealed class ReconcileTests : IAsyncLifetime
{
    private readonly string folder = Directory.CreateTempSubdirectory("marketplace-lists-").FullName;
    private RunningHost host = null!;

    public async Task InitializeAsync()
    {
        host = await RunningHost.StartAsync(null, null, ("Checkout:AllowGuests", "true"));
        await host.WarmUpAsync();
    }

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task U4_the_books_agree_with_the_providers_and_each_planted_difference_is_listed()
    {
        await LiveAsync();
        var (bank, acquirer) = (await ListAsync(Payouts), await ListAsync(Charges));

        var (code, differences, summary) = await RunAsync(bank, acquirer);
        differences.Should().BeEmpty();
        code.Should().Be(ReconcileCommand.Agrees);
        summary.Should().Contain(" events hold.").And.EndWith($"{bank.Count + acquirer.Count} agree, 0 differ.");

        var foreign = $"w.{Guid.NewGuid():N}.{Guid.NewGuid():N},700,2026-11-09T12:00:00Z";
        var (first, second) = (bank[0].Split(','), bank[1].Split(','));
        List<string> tampered = [bank[0], bank[0], $"{second[0]},{Kopecks(second[1]) + 1},{second[2]}", foreign, "=1+1,5,2026-11-09T12:00:00Z"];
        var refund = acquirer.Single(l => l.StartsWith("refund", StringComparison.Ordinal));

        (code, differences, summary) = await RunAsync(tampered, [.. acquirer.Where(l => l != refund)]);

        code.Should().Be(ReconcileCommand.Differs);
        differences.Should().BeEquivalentTo(
            $"duplicate,payout,{first[0]},{first[1]},{first[1]}",
            $"amount-differs,payout,{second[0]},{second[1]},{Kopecks(second[1]) + 1}",
            $"not-ours,payout,{foreign.Split(',')[0]},,700",
            "not-ours,payout,\"'=1+1\",,5",
            $"not-theirs,refund,{refund.Split(',')[1]},{refund.Split(',')[2]},");
        summary.Should().EndWith($"{acquirer.Count} agree, 5 differ.");
    }

    [Fact]
    public async Task U4_what_is_missing_is_named_by_the_reference_that_the_provider_knows()
    {
        await LiveAsync();
        var (bank, acquirer) = (await ListAsync(Payouts), await ListAsync(Charges));

        var (code, differences, _) = await RunAsync([], []);

        code.Should().Be(ReconcileCommand.Differs);
        differences.Should().BeEquivalentTo(
            bank.Select(l => l.Split(',')).Select(l => $"not-theirs,payout,{l[0]},{l[1]},")
                .Concat(acquirer.Select(l => l.Split(',')).Select(l => $"not-theirs,{l[0]},{l[1]},{l[2]},")));
        (await RunAsync(null, [])).Differences.Should().OnlyContain(d => !d.Contains("payout", StringComparison.Ordinal), "the bank was not asked");
        (await RunAsync([], [], "--to", "2020-01-01")).Code.Should().Be(ReconcileCommand.Agrees, "nothing of ours is that old");
        (await RunAsync(bank, acquirer, "--to", "2020-01-01")).Code.Should().Be(ReconcileCommand.Agrees, "a list may hold more than the period");
    }

    [Fact]
    public async Task D1_U4_what_a_guest_paid_is_named_by_the_guests_reference_after_the_order_joined_an_account()
    {
        var phone = $"+7916{Random.Shared.Next(1_000_000, 9_999_999)}";
        var (guest, order) = await host.PlaceAsGuestAsync(phone);
        (await guest.PayAsync(order, card: "tok_ok")).Expect(HttpStatusCode.OK);
        var owner = await host.SignInAsync(phone);
        (await owner.PostAsync($"/api/orders/{order}/claim")).Expect(HttpStatusCode.OK);
        await host.DeliverAsync(order);
        await owner.UntilAsync($"/api/orders/{order}", o => o.PaymentStatus() == "captured");

        var known = (await ListAsync(Charges)).Single().Split(',');
        known[1].Should().StartWith($"o.{Domain.Orders.GuestDecisions.OwnerOf(order):N}.");
        (await RunAsync(null, [])).Differences.Should().Equal($"not-theirs,capture,{known[1]},{known[2]},");
        (await RunAsync(null, [string.Join(',', known)])).Code.Should().Be(ReconcileCommand.Agrees);
    }

    [Fact]
    public async Task U4_bad_input_concludes_nothing()
    {
        (await RunAsync(["w.1.2,1.50,2026-11-09T12:00:00Z"], null)).Should().Match<(int Code, IReadOnlyList<string> Differences, string Summary)>(
            r => r.Code == ReconcileCommand.BadInput && r.Summary.Contains("list of the bank: Line 2", StringComparison.Ordinal));
        foreach (var args in new string[][] { ["--bank", Path.Combine(folder, "absent.csv")], ["--bank", folder], ["--from", "2026-01-01"], ["--bank"] })
        {
            using StringWriter output = new(), errors = new();
            (await ReconcileCommand.From(["reconcile", .. args])!.RunAsync(Store, host.Services.GetRequiredService<IDataKeys>(), host.Services.GetRequiredService<DigestSigner>(), TimeProvider.System, output, errors, CancellationToken.None)).Should().Be(ReconcileCommand.BadInput, string.Join(' ', args));
            (output.ToString(), errors.ToString().Length > 0).Should().Be(("", true));
        }

        (await RunAsync([], [], "--from", "2026-02-01", "--to", "2026-01-01")).Code.Should().Be(ReconcileCommand.BadInput);
        (await RunAsync([], [], "--from", "01.02.2026")).Code.Should().Be(ReconcileCommand.BadInput);
        ReconcileCommand.From(["staff-token", "admin"]).Should().BeNull();
        ReconcileCommand.From(["reconcile", "--bank", "b.csv", "--environment", "Production"])!.HostArguments.Should().Equal("--environment", "Production");
    }

    [Fact]
    public async Task U4_one_command_without_lists_checks_the_books_alone_and_finds_a_balance_that_was_changed()
    {
        var customer = await host.ProtectedCustomerAsync(500_00);

        var (code, broken, summary) = await RunAsync(null, null);
        (code, broken.Count).Should().Be((ReconcileCommand.Agrees, 0));
        summary.Should().MatchRegex("^The books of [1-9][0-9]* events hold\\.$");

        var wallet = Domain.AccountIds.WalletId(customer.CustomerId);
        await ExecuteAsync($"update marketplace.mt_doc_wallet set data = jsonb_set(data, '{{available}}', '50001') where id = '{wallet}'");
        (code, broken, summary) = await RunAsync(null, null);
        code.Should().Be(ReconcileCommand.Differs);
        broken.Should().ContainSingle().Which.Should().MatchRegex($"^books-broken,I3,{wallet:N}\\.[0-9]+,,$");
        summary.Should().Contain($"I3 is broken in stream {wallet}").And.EndWith("are broken.");
    }

    [Fact]
    public async Task U4_the_digest_of_a_day_adds_up_and_counts_what_providers_moved()
    {
        await LiveAsync();
        var auditor = host.Staff("auditor");
        var (bank, acquirer) = (await ListAsync(Payouts), await ListAsync(Charges));

        var digest = (await auditor.GetAsync("/api/audit/reconciliation")).Expect(HttpStatusCode.OK).Body;

        ((bool)digest["balanced"]!).Should().BeTrue();
        var days = digest["days"]!.AsArray();
        days.Sum(d => d!["accounts"]!.AsObject().Sum(a => (long)a.Value!)).Should().Be(0);
        (Sum(days, "payouts"), Sum(days, "captures"), Sum(days, "refunds")).Should().Be(
            (Of(bank, "w"), Of(acquirer, "capture"), Of(acquirer, "refund")));
        var invariants = (await auditor.GetAsync("/api/audit/invariants")).Body["accounts"]!.AsObject();
        digest["accounts"]!.AsObject().ToDictionary(a => a.Key, a => (long)a.Value!).Should().Equal(invariants.ToDictionary(a => a.Key, a => (long)a.Value!));

        (await auditor.GetAsync("/api/audit/reconciliation?from=2026-02-01&to=2026-01-01")).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("audit.period-invalid");
        (await auditor.GetAsync("/api/audit/reconciliation?from=2026-01-01&to=2027-01-02")).Expect(HttpStatusCode.UnprocessableEntity);
        (await auditor.GetAsync("/api/audit/reconciliation?from=2001-01-01&to=2001-12-31")).Expect(HttpStatusCode.OK).Body["days"]!.AsArray().Should().BeEmpty();
        (await host.Staff("admin").GetAsync("/api/audit/reconciliation")).Expect(HttpStatusCode.Forbidden);
    }

    private const string Payouts = "select reference || ',' || amount || ',' || to_char(ends_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"') from simulators.payouts where rejection is null order by amount";

    private const string Charges =
        """
        select 'capture,' || reference || ',' || captured || ',' || to_char(asked_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') from simulators.payments where captured > 0
        union all
        select 'refund,' || reference || ',' || amount || ',2026-11-09T12:00:00+03:00' from simulators.refunds where refusal is null
        """;

    private IDocumentStore Store => host.Services.GetRequiredService<IDocumentStore>();

    /// <summary>Two customers: top-ups, a payment by card with a refund to it, payouts of which one is refused.</summary>
    private async Task LiveAsync()
    {
        var customer = await host.ProtectedCustomerAsync(500_00);
        var other = await host.ProtectedCustomerAsync(300_00);
        var order = (await customer.PlaceAsync(("books-900", 3))).Id("orderId");
        (await customer.PayAsync(order, wallet: 10_01, card: "tok_ok")).Expect(HttpStatusCode.OK);
        await host.DeliverAsync(order);
        var line = (await customer.OrderAsync(order)).Line("books-900");
        await host.ReceiveAsync(await customer.AnnounceAsync(order, line, 1, "original"), line, 1);
        await customer.PayoutUntilAsync(await customer.PayOutAsync(100_00), "settled");
        await other.PayoutUntilAsync(await other.PayOutAsync(50_00, Steps.Rejected), "rejected");
        await other.PayoutUntilAsync(await other.PayOutAsync(70_00, nth: 2), "settled");
        await UntilRefundedAsync();
    }

    private Task UntilRefundedAsync() => Eventually.HappensAsync(
        async () =>
        {
            await using var session = Store.QuerySession();
            return await session.Events.QueryRawEventDataOnly<Domain.Orders.CardRefunded>().AnyAsync();
        },
        "the card has its money back");

    private async Task ExecuteAsync(string sql)
    {
        await using var connection = new Npgsql.NpgsqlConnection(host.Settings["ConnectionStrings:Marketplace"]);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        (await command.ExecuteNonQueryAsync()).Should().Be(1);
    }

    private async Task<List<string>> ListAsync(string sql)
    {
        await using var connection = new Npgsql.NpgsqlConnection(host.Settings["ConnectionStrings:Marketplace"]);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand(sql, connection);
        await using var rows = await command.ExecuteReaderAsync();
        List<string> lines = [];
        while (await rows.ReadAsync()) lines.Add(rows.GetString(0));
        lines.Should().NotBeEmpty();
        return lines;
    }

    private async Task<(int Code, IReadOnlyList<string> Differences, string Summary)> RunAsync(
        IReadOnlyList<string>? bank, IReadOnlyList<string>? acquirer, params string[] more)
    {
        List<string> args = ["reconcile"];
        if (bank is not null) args.AddRange(["--bank", Written("bank.csv", "reference,amount,settled_at", bank)]);
        if (acquirer is not null) args.AddRange(["--acquirer", Written("acquirer.csv", "operation,reference,amount,occurred_at", acquirer)]);
        using StringWriter output = new() { NewLine = "\n" }, errors = new() { NewLine = "\n" };
        var code = await ReconcileCommand.From([.. args, .. more])!.RunAsync(Store, host.Services.GetRequiredService<IDataKeys>(), host.Services.GetRequiredService<DigestSigner>(), TimeProvider.System, output, errors, CancellationToken.None);
        var lines = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (lines.Length > 0) lines[0].Should().Be("difference,operation,reference,ours,theirs");
        return (code, [.. lines.Skip(1)], errors.ToString().TrimEnd());
    }

    private string Written(string name, string header, IEnumerable<string> lines)
    {
        var file = Path.Combine(folder, name);
        File.WriteAllLines(file, [header, .. lines]);
        return file;
    }

    private static (long Count, long Amount) Sum(JsonArray days, string what) =>
        (days.Sum(d => (long)d![what]!["count"]!), days.Sum(d => (long)d![what]!["amount"]!));

    private static long Kopecks(string text) => long.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

    private static (long Count, long Amount) Of(List<string> list, string operation)
    {
        var amounts = list.Where(l => l.StartsWith(operation, StringComparison.Ordinal)).Select(l => Kopecks(l.Split(',')[^2])).ToList();
        return (amounts.Count, amounts.Sum());
    }
}
