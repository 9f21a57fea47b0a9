using System.Collections.Concurrent;
using FluentAssertions;
using Marketplace.Application.Audit.Evidence;
using Marketplace.Application.GroupCommits;
using Marketplace.Application.Orders;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Orders;
using Marketplace.Domain.Wallets;
using Marketplace.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Xunit;

namespace Marketplace.Application.Tests.GroupCommits;

/// <summary>Commands of many customers in one transaction, each with its own answer.</summary>
[Collection(nameof(Shop))]
public sealed class GroupCommitTests(Shop shop)
{
    private const long Price = 10_01;

    private GroupCommit Group => shop.Services.GetRequiredService<GroupCommit>();

    [Fact]
    public async Task Commands_of_many_customers_are_each_answered_alone()
    {
        var payments = await PaymentsAsync(30, i => i % 3 == 0 ? 5_00 : 100_00);
        using var alone = new GoneAlone(shop.Services.GetRequiredService<ILoggerFactory>());
        var answers = await Task.WhenAll(payments.Select(AnswerAsync));

        answers.Should().Equal(payments.Select((_, i) => i % 3 == 0 ? "wallet.insufficient-funds" : "Paid"));
        alone.Reasons.Should().BeEmpty();
        for (var i = 0; i < payments.Count; i++)
        {
            (await shop.WalletAsync(payments[i].CustomerId)).Balance.Kopecks.Should().Be(i % 3 == 0 ? 5_00 : 100_00 - Price);
        }

        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task X1_many_payments_of_one_wallet_at_once_spend_what_it_holds_and_no_more()
    {
        var customer = await shop.CustomerAsync(100_00);
        var payments = new List<PayOrder>();
        for (var i = 0; i < 12; i++) payments.Add(Pay(customer, (await shop.PlaceAsync(customer, ("tea", 1))).OrderId));

        var answers = await Task.WhenAll(payments.Select(AnswerAsync));

        answers.Count(a => a == "Paid").Should().Be(9);
        answers.Count(a => a == "wallet.insufficient-funds").Should().Be(3);
        (await shop.WalletAsync(customer)).Balance.Kopecks.Should().Be(100_00 - 9 * Price);
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public async Task I10_one_request_sent_twenty_times_at_once_has_one_effect_and_one_answer()
    {
        var payment = (await PaymentsAsync(1, _ => 100_00)).Single();

        var all = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Group.InvokeAsync<PaymentAnswer>(payment, CancellationToken.None)));

        all.Count(a => a.Before is null).Should().Be(1);
        all.Where(a => a.Before is not null).Should().OnlyContain(a => a.Before!.Id == payment.Key!.Id && a.Before.IsFinal);
        (await shop.WalletAsync(payment.CustomerId)).Balance.Kopecks.Should().Be(100_00 - Price);
    }

    [Fact]
    public async Task A_wallet_that_somebody_else_holds_delays_nobody_but_its_owner()
    {
        var payments = await PaymentsAsync(12, _ => 100_00);
        var (held, others) = (payments[0], payments.Skip(1));
        Task<string> waiting;
        await using (var holder = shop.Store.LightweightSession())
        {
            await holder.Events.FetchForExclusiveWriting<Wallet>(held.WalletId);
            waiting = AnswerAsync(held);
            (await Task.WhenAll(others.Select(AnswerAsync))).Should().OnlyContain(a => a == "Paid");
            waiting.IsCompleted.Should().BeFalse("its wallet is locked");
        }

        (await waiting).Should().Be("Paid");
    }

    [Fact]
    public async Task A_command_that_cannot_be_saved_fails_alone()
    {
        var payments = await PaymentsAsync(12, _ => 100_00);
        var poison = payments[5];
        // Its answer cannot be kept any more: there is no key to encrypt it with.
        await shop.Services.GetRequiredService<IDataKeys>().DestroyAsync(poison.CustomerId);

        var answers = await Task.WhenAll(payments.Select(AnswerAsync));

        answers.Select((a, i) => (a, i)).Where(x => x.i != 5).Should().OnlyContain(x => x.a == "Paid");
        answers[5].Should().Be(nameof(SubjectErasedException));
        (await shop.WalletAsync(poison.CustomerId)).Balance.Kopecks.Should().Be(100_00);
    }

    [Fact]
    public async Task A_caller_who_has_gone_before_its_turn_has_no_effect()
    {
        var payment = (await PaymentsAsync(1, _ => 100_00)).Single();
        using var gone = new CancellationTokenSource();
        await gone.CancelAsync();

        await FluentActions.Awaiting(() => Group.InvokeAsync<PaymentAnswer>(payment, gone.Token)).Should().ThrowAsync<OperationCanceledException>();

        (await shop.WalletAsync(payment.CustomerId)).Balance.Kopecks.Should().Be(100_00);
    }

    [Fact]
    public async Task Connections_cut_in_the_middle_of_batches_lose_nothing_and_do_nothing_twice()
    {
        var payments = await PaymentsAsync(60, _ => 100_00);
        var unanswered = new ConcurrentQueue<PayOrder>(payments);
        using var done = new CancellationTokenSource();
        var cutter = CutConnectionsAsync(done.Token);
        var deadline = DateTime.UtcNow.AddMinutes(5);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async _ =>
        {
            while (unanswered.TryDequeue(out var payment) && DateTime.UtcNow < deadline)
            {
                // Whoever has no answer asks again with the same key.
                if (await AnswerAsync(payment) is not "Paid") unanswered.Enqueue(payment);
            }
        }));
        await done.CancelAsync();
        await cutter;

        unanswered.Should().BeEmpty();
        foreach (var payment in payments) (await shop.WalletAsync(payment.CustomerId)).Balance.Kopecks.Should().Be(100_00 - Price);
        await shop.InvariantsHoldAsync();
        await VerifiesAsync();
    }

    /// <summary>The history of batches, and of batches that were cut off, is signed, and the stand-alone auditor has nothing against it.</summary>
    private async Task VerifiesAsync()
    {
        var key = new CheckpointKey(CheckpointKey.NewPem());
        var signer = new Checkpoints(shop.Store, key, new AuditOptions(), shop.Clock, NullLogger<Checkpoints>.Instance);
        // A transaction of another test on this server may keep the newest leaves out of the tree for a moment.
        await Shop.EventuallyAsync(
            async () => await signer.SignAsync(1, CancellationToken.None) is null && await AskAsync("select (select count(*) from marketplace_audit.leaves) - (select count(*) from marketplace_audit.tree)") == 0, "everything is signed");
        using var database = new Auditor.Reading.Database(shop.Connection);
        var verdict = Auditor.Checking.Verifier.Verify(database.Lines(), new Auditor.Format.PublicKeys(key.PublicPem), null);
        verdict.Findings.First.Should().BeEmpty();
        verdict.Covered.Should().BeGreaterThan(300).And.Be(verdict.Events);
    }

    private async Task<long> AskAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(shop.Connection);
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    [Fact]
    public async Task What_must_follow_a_command_is_committed_with_it()
    {
        var customer = await shop.CustomerAsync();
        var order = (await shop.PlaceAsync(customer, ("tea", 1))).OrderId;
        var byCard = new PayOrder(customer, order, Guid.NewGuid(), 0, 0, HasCard: true, Shop.Key(customer));

        (await Group.InvokeAsync<PaymentAnswer>(byCard, CancellationToken.None)).Answer!.Status.Should().Be(PaymentStatus.Pending);

        await using var source = NpgsqlDataSource.Create(shop.Connection);
        await using var scheduled = source.CreateCommand(
            $"select count(*) from {MarketplaceStore.MessageSchema}.wolverine_incoming_envelopes where status = 'Scheduled' and message_type like '%FollowPayment' and encode(body, 'escape') like $1");
        scheduled.Parameters.Add(new NpgsqlParameter { Value = $"%{byCard.AttemptId}%" });
        (await scheduled.ExecuteScalarAsync()).Should().Be(1L);
    }

    // A batch appends by a statement of ours: a new version of the store that fills a column otherwise, or has another one, is found here.
    // Only the causation id differs: it is the conversation of one message, and a batch carries out many.
    [Fact]
    public async Task What_a_batch_appends_is_what_the_store_appends_in_every_column()
    {
        var payments = await PaymentsAsync(2, _ => 100_00);
        await shop.InvokeAsync<PaymentAnswer>(payments[0]);
        using var alone = new GoneAlone(shop.Services.GetRequiredService<ILoggerFactory>());
        (await AnswerAsync(payments[1])).Should().Be("Paid");
        alone.Reasons.Should().BeEmpty("a batch that cannot be saved is carried out by the store, command by command");

        var (byStore, byBatch) = (await StoredAsync(payments[0]), await StoredAsync(payments[1]));

        byStore.Should().HaveCountGreaterThan(8).And.Contain(row => row.Contains("answered_at", StringComparison.Ordinal));
        byBatch.Should().Equal(byStore);
    }

    [Fact]
    public async Task A_batch_that_somebody_overtakes_on_one_stream_is_carried_out_one_by_one_on_what_is_there_then()
    {
        var payments = await PaymentsAsync(2, _ => 100_00);
        var drawn = await AskAsync("select last_value from marketplace.mt_events_sequence");
        Task<string[]> paying;
        await using (var faster = shop.Store.LightweightSession())
        {
            // Of an order, which a batch reads without a lock.
            var order = await faster.Events.FetchForExclusiveWriting<Order>(payments[0].OrderId);
            paying = Task.WhenAll(payments.Select(AnswerAsync));
            await BlockedAsync();
            order.AppendOne(new OrderPaymentDeclined(payments[0].OrderId, Guid.NewGuid(), "unknown", DateTimeOffset.UtcNow));
            await faster.SaveChangesAsync();
        }

        (await paying).Should().Equal("Paid", "Paid");
        foreach (var payment in payments) (await shop.WalletAsync(payment.CustomerId)).Balance.Kopecks.Should().Be(100_00 - Price);
        var stored = await shop.Store.QuerySession().Events.FetchStreamAsync(payments[0].OrderId);
        stored.Select(e => e.Version).Should().Equal(Enumerable.Range(1, stored.Count).Select(v => (long)v));
        stored.Select(e => e.Data.GetType()).Should().EndWith([typeof(OrderPaymentDeclined), typeof(OrderPaid)]);
        (await AskAsync($"select last_value - {drawn} - (select count(*) from marketplace.mt_events where seq_id > {drawn}) from marketplace.mt_events_sequence"))
            .Should().Be(0, "a batch that fails draws no numbers: a gap is waited for by all who follow the events");
        await shop.InvariantsHoldAsync();
    }

    [Fact]
    public void Every_grouped_handler_can_be_called()
    {
        var commands = typeof(GroupCommit).Assembly.GetTypes().Where(t => t.IsDefined(typeof(GroupedAttribute), false))
            .SelectMany(t => t.GetMethods().Where(m => m.Name == "Handle").Select(m => m.GetParameters()[0].ParameterType)).ToList();

        commands.Should().Contain(typeof(PayOrder)).And.OnlyContain(c => GroupCommit.Takes(c));
        GroupCommit.Takes(typeof(QuoteOrder)).Should().BeFalse("its handler is not marked");
    }

    private Task<IReadOnlyList<string>> StoredAsync(PayOrder payment) => StoredRows.OfAsync(shop.Connection, [payment.WalletId, payment.OrderId], payment.Key!.Id);

    private static PayOrder Pay(Guid customer, Guid order) => new(customer, order, Guid.NewGuid(), Price, 0, false, Shop.Key(customer));

    private async Task<IReadOnlyList<PayOrder>> PaymentsAsync(int count, Func<int, long> balance)
    {
        var payments = new List<PayOrder>();
        for (var i = 0; i < count; i++)
        {
            var customer = await shop.CustomerAsync(balance(i));
            payments.Add(Pay(customer, (await shop.PlaceAsync(customer, ("tea", 1))).OrderId));
        }

        return payments;
    }

    /// <summary>How it ended: the status, the code of its refusal, or the name of what went wrong.</summary>
    private async Task<string> AnswerAsync(PayOrder payment)
    {
        try
        {
            var (answer, before) = await Group.InvokeAsync<PaymentAnswer>(payment, CancellationToken.None);
            return before is null ? answer!.Status.ToString() : "Paid";
        }
        catch (RefusedException refused)
        {
            return refused.Rejection.Code;
        }
        catch (Exception e)
        {
            return e.Chain().Last().GetType().Name;
        }
    }

    // Until the save of a batch waits for somebody.
    private async Task BlockedAsync()
    {
        await using var source = NpgsqlDataSource.Create(shop.Connection);
        await using var waiting = source.CreateCommand(
            "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%mt_streams%'");
        await Eventually.HappensAsync(async () => await waiting.ExecuteScalarAsync() is > 0L, "somebody waits");
    }

    private async Task CutConnectionsAsync(CancellationToken until)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(shop.Connection) { Pooling = false, ApplicationName = "cutter" }.ConnectionString);
        // More and more seldom: also on a slow machine some batch is quick enough in the end.
        for (var pause = 40; !until.IsCancellationRequested; pause += 10)
        {
            await Task.Delay(pause, CancellationToken.None);
            await using var cut = source.CreateCommand(
                "select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid() and state in ('active', 'idle in transaction')");
            await cut.ExecuteScalarAsync(CancellationToken.None);
        }
    }
}
