using System.Net;
using FluentAssertions;
using Marketplace.Application.Audit;
using Marketplace.Application.Audit.Evidence;
using Marketplace.Application.Privacy;
using Marketplace.Host.Admin;
using Marketplace.Host.Tests.Journeys;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace Marketplace.Host.Tests.Admin;

/// <summary>The signed sums of a period: signed by the host, verified by the auditor's program, which has none of its code.</summary>
public sealed class SignedDigestTests : IAsyncLifetime
{
    // An event of long ago that is written only now, as by a host that hangs: a stock's, which moves no money.
    private const string Late =
        """
        insert into marketplace.mt_streams (id, type, version, tenant_id)
        select 'aaaaaaaa-0000-4000-8000-000000000001', s.type, 1, s.tenant_id from marketplace.mt_streams s join marketplace.mt_events e on e.stream_id = s.id where e.type = 'stock_opened' limit 1;
        insert into marketplace.mt_events (seq_id, id, stream_id, version, type, data, timestamp, tenant_id, mt_dotnet_type, is_archived)
        select nextval('marketplace.mt_events_sequence'), gen_random_uuid(), 'aaaaaaaa-0000-4000-8000-000000000001', 1, type, data, now() - interval '3 minutes', tenant_id, mt_dotnet_type, false
        from marketplace.mt_events where type = 'stock_opened' limit 1
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("marketplace-digest-").FullName;
    private RunningHost host = null!;

    private string Sums => Path.Combine(folder, "sums.txt");

    public async Task InitializeAsync() => host = await RunningHost.StartAsync();

    public async Task DisposeAsync()
    {
        await host.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task U4_the_signed_sums_are_what_the_history_says_and_a_changed_line_is_named()
    {
        var customer = await host.ProtectedCustomerAsync(500_00);
        await customer.PayoutUntilAsync(await customer.PayOutAsync(100_00), "settled");
        var (key, options) = (host.Services.GetRequiredService<CheckpointKey>(), host.Services.GetRequiredService<AuditOptions>());

        (await SignAsync()).Code.Should().Be(ReconcileCommand.Agrees);

        var signed = await File.ReadAllTextAsync(Sums);
        signed.Should().MatchRegex("\n[0-9-]{10} captures 1 50000\n[0-9-]{10} payouts 1 10000\n(.+\n)*[0-9-]{10} account wallet 40000\n");
        Verify().Should().Match<(int Code, string Said)>(v => v.Code == 0 && v.Said.StartsWith("OK marketplace/history, ", StringComparison.Ordinal) && v.Said.Contains(" events say", StringComparison.Ordinal));

        await File.WriteAllTextAsync(Sums, signed.Replace("account wallet 40000", "account wallet 40001", StringComparison.Ordinal));
        Verify().Should().Match<(int Code, string Said)>(v => v.Code == 1 && v.Said.Contains("BAD signature:", StringComparison.Ordinal)
            && v.Said.Contains("BAD digest-unbalanced day=", StringComparison.Ordinal) && v.Said.Contains("«account wallet 40001»: the history does not say so", StringComparison.Ordinal));

        // Signed by the right key, and yet not what happened.
        var text = signed[..(signed.LastIndexOf("\n\n", StringComparison.Ordinal) + 1)];
        await File.WriteAllTextAsync(Sums, key.Note(options.Origin, text.Replace("payouts 1 10000", "payouts 2 10000", StringComparison.Ordinal)));
        Verify().Should().Match<(int Code, string Said)>(v => v.Code == 1 && !v.Said.Contains("BAD signature", StringComparison.Ordinal)
            && v.Said.Contains("«payouts 2 10000»: the history does not say so", StringComparison.Ordinal) && v.Said.Contains("«payouts 1 10000»: the history says so", StringComparison.Ordinal));

        var auditor = host.Staff("auditor");
        (await auditor.GetAsync("/api/audit/reconciliation/signed")).Expect(HttpStatusCode.OK).Raw.Should().StartWith("marketplace/history\nreconciliation 1\nfrom ").And.Contain("\n— marketplace/history ");
        (await auditor.GetAsync("/api/audit/reconciliation/signed?from=2026-02-01&to=2026-01-01")).Expect(HttpStatusCode.UnprocessableEntity).Code.Should().Be("audit.period-invalid");
        (await customer.GetAsync("/api/audit/reconciliation/signed")).Expect(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task U4_a_digest_of_broken_books_is_not_signed()
    {
        var customer = await host.CustomerAsync(500_00);
        await using var connection = new Npgsql.NpgsqlConnection(host.Settings["ConnectionStrings:Marketplace"]);
        await connection.OpenAsync();
        await using var command = new Npgsql.NpgsqlCommand(
            $"update marketplace.mt_doc_wallet set data = jsonb_set(data, '{{available}}', '50001') where id = '{Domain.AccountIds.WalletId(customer.CustomerId)}'", connection);
        (await command.ExecuteNonQueryAsync()).Should().Be(1);

        (await SignAsync()).Code.Should().Be(ReconcileCommand.Differs);

        File.Exists(Sums).Should().BeFalse();
        (await SignAsync()).Errors.Should().Contain("No digest was written");
        (await SignAsync("--digest", folder)).Code.Should().Be(ReconcileCommand.Differs, "the books are broken before it is written");
        (await SignAsync("--digest")).Code.Should().Be(ReconcileCommand.BadInput);
    }

    [Fact]
    public async Task U4_a_period_that_runs_backwards_is_not_signed_whatever_end_was_left_out()
    {
        (await SignAsync("--digest", Sums, "--from", "2101-01-01")).Code.Should().Be(ReconcileCommand.BadInput);
        (await SignAsync("--digest", Sums, "--from", "2026-02-01", "--to", "2026-01-01")).Code.Should().Be(ReconcileCommand.BadInput);

        File.Exists(Sums).Should().BeFalse();
    }

    [Fact]
    public async Task U4_what_is_being_written_is_waited_for_and_nothing_is_signed_while_it_stays_open()
    {
        await using var connection = new Npgsql.NpgsqlConnection(host.Settings["ConnectionStrings:Marketplace"]);
        await connection.OpenAsync();
        var transaction = await connection.BeginTransactionAsync();
        await using var late = new Npgsql.NpgsqlCommand(Late, connection);
        await late.ExecuteNonQueryAsync();
        (await SignAsync()).Should().Match<(int Code, string Errors)>(s => s.Code == ReconcileCommand.BadInput && s.Errors.Contains(DigestSigner.NotSettled.English, StringComparison.Ordinal));
        (await host.Staff("auditor").GetAsync("/api/audit/reconciliation/signed")).Expect(HttpStatusCode.Conflict).Code.Should().Be("audit.not-settled");

        var signing = SignAsync();
        await Task.Delay(500);
        signing.IsCompleted.Should().BeFalse("the event of three minutes ago is not committed yet");
        await transaction.CommitAsync();
        (await signing).Code.Should().Be(ReconcileCommand.Agrees);
        Verify().Should().Match<(int Code, string Said)>(v => v.Code == 0, "what was written late is in the sums");
    }

    // The server's snapshot does not show a transaction that is open when none that began after it has ended: a test that looks once
    // would see that only now and then.
    [Fact]
    public async Task U4_also_the_newest_transaction_of_the_server_is_waited_for()
    {
        var signer = Signer();
        await using var session = host.Services.GetRequiredService<IDocumentStore>().QuerySession();
        await using var connection = new Npgsql.NpgsqlConnection(host.Settings["ConnectionStrings:Marketplace"]);
        await connection.OpenAsync();
        for (var round = 1; round <= 20; round++)
        {
            await using var transaction = await connection.BeginTransactionAsync();
            await using var write = new Npgsql.NpgsqlCommand("select pg_current_xact_id()", connection);
            await write.ExecuteNonQueryAsync();
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

            var sign = () => signer.SignAsync(session, null, null, patience.Token);

            await sign.Should().ThrowAsync<OperationCanceledException>($"a transaction is open in round {round}");
        }
    }

    // An hour later: what was recorded within the last minute is not signed yet.
    private DigestSigner Signer() => new(
        host.Services.GetRequiredService<CheckpointKey>(), host.Services.GetRequiredService<AuditOptions>(), host.Services.GetRequiredService<IDataKeys>(), new FakeTimeProvider(DateTimeOffset.UtcNow.AddHours(1)));

    private async Task<(int Code, string Errors)> SignAsync(params string[] args)
    {
        using StringWriter output = new(), errors = new();
        var command = ReconcileCommand.From(["reconcile", .. args.Length > 0 ? args : ["--digest", Sums]])!;
        return (await command.RunAsync(host.Services.GetRequiredService<IDocumentStore>(), host.Services.GetRequiredService<IDataKeys>(), Signer(), TimeProvider.System, output, errors, CancellationToken.None), errors.ToString());
    }

    private (int Code, string Said) Verify()
    {
        using var output = new StringWriter();
        var code = Auditor.Commands.Run(
            ["verify-digest", "--digest", Sums, "--key", Path.Combine(host.Folder, "audit", "public-key.pem"), "--connection", host.Settings["ConnectionStrings:Marketplace"]!],
            output, TextWriter.Null);
        return (code, output.ToString());
    }
}
