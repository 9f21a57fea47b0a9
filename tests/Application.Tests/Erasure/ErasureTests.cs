using FluentAssertions;
using Marketplace.Application.Audit;
using Marketplace.Application.BonusCards;
using Marketplace.Application.Customers;
using Marketplace.Application.Customers.Contacts;
using Marketplace.Application.Customers.External;
using Marketplace.Application.Customers.Passkeys;
using Marketplace.Application.Erasure;
using Marketplace.Application.Idempotency;
using Marketplace.Application.Orders;
using Marketplace.Application.Payments;
using Marketplace.Application.Privacy;
using Marketplace.Application.Support;
using Marketplace.Application.Wallets;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Wallets;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Wolverine;
using Xunit;

namespace Marketplace.Application.Tests.Erasure;

/// <summary>What is left of a customer, and of everybody else, when one was erased.</summary>
[Collection(nameof(Shop))]
public sealed class ErasureTests(Shop shop)
{
    private DateTimeOffset Now => shop.Clock.GetUtcNow();

    private KeyedHash Hashes => shop.Services.GetRequiredService<KeyedHash>();

    [Fact]
    public async Task S100_every_trace_goes_and_is_counted_and_everybody_elses_stays()
    {
        var (me, other) = (await shop.CustomerAsync(), await shop.CustomerAsync());
        await LeaveTracesAsync(me);
        await LeaveTracesAsync(other);
        await shop.LeaveAsync(me);

        var completed = (ErasureCompleted)(await shop.EventsOfAsync(me))[^1];
        // The code of the deletion itself is one challenge more.
        completed.Removed.Should().BeEquivalentTo(
        [
            new RemovedRows("Session", 0), new("LinkTarget", 1), new("LinkedIdentity", 1), new("ExternalAttempt", 1), new("PasskeyCredential", 1), new("HeldIdentity", 1), new("SeenCard", 1), new("ExportTally", 1),
            new("SupportQuestionView", 1), new("Challenge", 3), new("CodeTally", 1), new("StoredAnswer", 1), new("wolverine_incoming_envelopes", 1),
            new("wolverine_outgoing_envelopes", 0), new("wolverine_dead_letters", 0), new("ContactClaim", 2),
        ]);
        (await TracesAsync(me)).Should().AllSatisfy(t => t.Value.Should().Be(0, t.Key));
        (await TracesAsync(other)).Should().AllSatisfy(t => t.Value.Should().BePositive(t.Key));
    }

    [Fact]
    public async Task X25_every_session_is_dead_with_the_confirmation_itself()
    {
        var customer = await shop.CustomerAsync();
        var token = SessionTokens.New();
        await StoreAsync(SessionOf(customer, token));
        var live = shop.Services.GetRequiredService<LiveSessions>();
        (await live.FindAsync(token.Reveal(), CancellationToken.None)).Should().NotBeNull();

        await shop.InvokeAsync(new Customers.Deletion.ConfirmDeletion(customer, await shop.DeletionCodeAsync(customer)));

        (await live.FindAsync(token.Reveal(), CancellationToken.None)).Should().BeNull();
    }

    [Fact]
    public async Task S100_I14_nothing_personal_is_written_of_an_erased_customer()
    {
        var customer = await shop.CustomerAsync();
        await shop.LeaveAsync(customer);
        var profile = new Pii<Profile>(customer, "profile", new Profile("Петрова", "Мария", null, null));

        await FluentActions.Awaiting(() => shop.AppendAsync(customer, new ProfileSaved(customer, profile, Now))).Should().ThrowAsync<SubjectErasedException>();
        var command = () => shop.InvokeAsync(new Customers.Protection.SaveProfile(customer, new Profile("Петрова", "Мария", null, null)));
        (await command.Should().ThrowAsync<RefusedException>()).Which.Rejection.Code.Should().Be("customer.deleted");
        (await shop.EventsOfAsync(customer))[^1].Should().BeOfType<ErasureCompleted>();
    }

    [Fact]
    public async Task U5_D7_the_events_before_an_erasure_stay_byte_for_byte_and_the_sums_with_them()
    {
        var customer = await shop.CustomerAsync(500_00);
        var order = await shop.PlaceAsync(customer, ("tea", 3));
        await shop.InvokeAsync<PaymentAnswer>(new PayOrder(customer, order.OrderId, Guid.NewGuid(), order.Total, 0, false, null));
        await shop.DeliverAsync(customer, order.OrderId);
        await PayOutAllAsync(customer);
        // What other tests have left to the acquirer moves money, too.
        await Shop.EventuallyAsync(
            async () => await TextAsync("select count(*)::text from marketplace_messages.wolverine_incoming_envelopes where status <> 'Handled' and $1 and message_type like '%FollowPayment'", true) == "0",
            "no payment is followed any more");
        var last = await LastEventAsync();
        var history = await FingerprintAsync(last);
        var sums = (await Invariants.CheckAsync(shop.Store, CancellationToken.None)).Accounts;

        await shop.LeaveAsync(customer);

        (await FingerprintAsync(last)).Should().Be(history);
        var report = await Invariants.CheckAsync(shop.Store, CancellationToken.None);
        report.Violations.Should().BeEmpty();
        report.Accounts.Should().BeEquivalentTo(sums);
    }

    [Fact]
    public async Task U5_an_auditor_reads_and_folds_the_whole_life_and_sees_that_it_is_erased()
    {
        var customer = await shop.CustomerAsync();
        await shop.LeaveAsync(customer);
        await using var session = shop.Store.QuerySession();
        var events = await AuditTrail.OfStreamAsync(session, "customer", customer, CancellationToken.None);
        events.Select(e => e.Type).Should().Equal(
            "CustomerRegistered", "EmailAdded", "EmailVerified", "AccountProtected", "DeletionRequested", "DeletionConfirmed", "CustomerErased", "ErasureCompleted");
        events[0].Data!["phone"]!.ToString().Should().Be("[erased]");
        var before = await AuditTrail.StateAsync(session, "customer", customer, 4, null, CancellationToken.None);
        before!.State!["phone"]!.ToString().Should().Be("[erased]");
        before.State["protected"]!.GetValue<bool>().Should().BeTrue();
    }

    [Fact]
    public async Task S100_X29_a_rebuild_after_an_erasure_gives_what_was_there()
    {
        var customer = await shop.CustomerAsync();
        await shop.LeaveAsync(customer);
        var before = await DocumentsAsync(customer);

        // No erasure may be under way meanwhile: the store rebuilds a view from nothing.
        using (var daemon = await shop.Store.BuildProjectionDaemonAsync())
        {
            foreach (var view in new[] { typeof(Customer), typeof(ErasureRecord) }) await daemon.RebuildProjectionAsync(view, CancellationToken.None);
        }

        (await DocumentsAsync(customer)).Should().Be(before).And.Contain("erasedAt").And.NotContain("\"box\"");
    }

    [Fact]
    public async Task S58_S100_an_identity_that_no_event_names_goes_from_the_vault_with_its_customer()
    {
        var (me, other) = (await shop.CustomerAsync(), await shop.CustomerAsync());
        var documents = shop.Services.GetRequiredService<IdentityDocuments>();
        // Kept before a commit that failed: no card knows of it.
        var document = new IdentityDocument("Петрова", "Мария", null, new DateOnly(1990, 5, 17), "4510", "123456", null, null);
        foreach (var customer in new[] { me, other }) await documents.KeepAsync(customer, customer, document, CancellationToken.None);

        await shop.LeaveAsync(me);

        (await documents.DeleteOfSubjectAsync(me, CancellationToken.None)).Should().Be(0, "the erasure has deleted it");
        (await documents.FindAsync(other, other, CancellationToken.None)).Should().Be(document);
    }

    [Fact]
    public async Task S97_D7_money_that_came_in_after_the_confirmation_stops_the_deletion_and_the_account_works_again()
    {
        var customer = await shop.CustomerAsync(100_00);
        await shop.ConfirmWithoutMessagesAsync(customer);

        await shop.InvokeAsync(new EraseCustomer(customer));

        (await shop.EventsOfAsync(customer))[^1].Should().BeEquivalentTo(new { Blockers = new[] { DeletionBlocker.WalletNotEmpty } });
        (await shop.ErasureOfAsync(customer)).Should().BeNull();
        (await shop.CustomerOfAsync(customer))!.IsLeaving.Should().BeFalse();
        (await shop.PlaceAsync(customer, ("tea", 1))).OrderId.Should().NotBeEmpty();
        shop.Services.GetRequiredService<IDataKeys>().Find(customer).Should().NotBeNull();
    }

    [Fact]
    public async Task S94_D8_nobody_is_erased_without_a_confirmation()
    {
        var customer = await shop.CustomerAsync();
        await shop.DeletionCodeAsync(customer);

        foreach (object step in new object[] { new EraseCustomer(customer), new DestroyDataKey(customer), new RemoveTraces(customer) }) await shop.InvokeAsync(step);

        (await shop.EventsOfAsync(customer))[^1].Should().BeOfType<DeletionRequested>();
        shop.Services.GetRequiredService<IDataKeys>().Find(customer).Should().NotBeNull();
    }

    [Fact]
    public async Task X24_a_contact_that_guessing_had_shut_is_free_for_its_next_account()
    {
        var customer = await shop.CustomerAsync();
        var phone = new Contact(ContactKind.Phone, (await shop.CustomerOfAsync(customer))!.Phone.Value!);
        var claim = ContactClaim.IdOf(phone, Hashes);
        var (shut, counted) = ($"{ChallengePurpose.SignIn}:{claim}", $"{ChallengePurpose.Withdrawal}:{claim}");
        await StoreAsync(
            new ContactClaim(claim, customer, Now),
            new CodeTally(shut, [], Now) { Closed = true, Failures = 100 },
            new CodeTally(counted, [Now], Now));
        await shop.LeaveAsync(customer);

        await using var session = shop.Store.QuerySession();
        (await session.LoadAsync<CodeTally>(shut)).Should().BeNull();
        (await session.LoadAsync<CodeTally>(counted)).Should().NotBeNull("caps on codes hold for a number, whoever has it (X23)");
        (await session.LoadAsync<ContactClaim>(claim)).Should().BeNull();
    }

    private async Task PayOutAllAsync(Guid customer)
    {
        var left = (await shop.WalletAsync(customer)).Available.Kopecks;
        var to = new PayoutDestination("044525225", "40817810700000000001", "Иван Петров");
        var phone = (await shop.CustomerOfAsync(customer))!.Phone.Value!;
        var asked = await shop.InvokeAsync<WithdrawalAnswer>(new RequestWithdrawal(customer, Guid.NewGuid(), left, to, null));
        await Shop.EventuallyAsync(() => Task.FromResult(shop.Sms.TextsTo(phone).Count > 0), "a code");
        var code = System.Text.RegularExpressions.Regex.Match(shop.Sms.TextsTo(phone)[^1], "[0-9]{6}").Value;
        await shop.InvokeAsync<ConfirmedAnswer>(new ConfirmWithdrawal(customer, asked.WithdrawalId, new Secret(code), null));
        await Shop.EventuallyAsync(async () => (await shop.WalletAsync(customer)).Withdrawal is null, "the payout settles");
    }

    private async Task LeaveTracesAsync(Guid customer)
    {
        var name = customer.ToString("N");
        var state = (await shop.CustomerOfAsync(customer))!;
        var phone = ContactClaim.IdOf(new Contact(ContactKind.Phone, state.Phone.Value!), Hashes);
        var email = ContactClaim.IdOf(new Contact(ContactKind.Email, state.Email!.Address.Value!), Hashes);
        await StoreAsync(
            SessionOf(customer, SessionTokens.New()),
            new ContactClaim(phone, customer, Now),
            new ContactClaim(email, customer, Now),
            new LinkTarget($"link {name}", LinkPurpose.EmailProof, customer, Guid.NewGuid(), null, Now),
            new LinkedIdentity($"external {name}", customer, Guid.NewGuid(), ExternalProvider.Apple, Now),
            new ExternalAttempt($"attempt {name}", ExternalProvider.Apple, "", "", Now) { CustomerId = customer },
            new PasskeyCredential($"passkey {name}", Guid.NewGuid(), customer, new(customer, "credential", "id"), "key", 0, false, false, null, Now, null),
            new CodeTally($"{ChallengePurpose.SignIn}:{phone}", [], Now) { PausedUntil = Now },
            new HeldIdentity($"identity {name}", customer, Now),
            SeenCard.Of($"card of {name}", customer, Now),
            new ExportTally(customer, [Now]),
            new StoredAnswer($"answer {name}", "", new(customer, "answer", "{}"), true, Now));
        // One of the account, and one to sign in with its e-mail.
        await StoreAsync(ChallengeOf(phone, customer), ChallengeOf(email, null));
        await shop.InvokeAsync<QuestionTaken>(new AskSupport(customer, Guid.NewGuid(), SupportTopic.Site, null, new Secret("Где моя посылка?"), null));
        await using var scope = shop.Services.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IMessageBus>().ScheduleAsync(new LapseContactChange(customer, Guid.NewGuid()), TimeSpan.FromHours(1));
    }

    /// <summary>How many rows name the customer, by table; the streams do not count.</summary>
    private async Task<Dictionary<string, long>> TracesAsync(Guid customer)
    {
        var counts = new Dictionary<string, long>();
        await using var session = shop.Store.QuerySession();
        foreach (var table in TracesOfCustomer.Removed.Select(t => t.Document).OfType<Type>().Where(t => t != typeof(CodeTally)).Select(t => $"marketplace.mt_doc_{t.Name.ToLowerInvariant()}"))
        {
            counts[table] = await CountAsync(session, $"select count(*) from {table} where data::text like '%' || $1 || '%'", customer);
        }

        counts["messages"] = await CountAsync(
            session, "select count(*) from marketplace_messages.wolverine_incoming_envelopes where position(convert_to($1, 'UTF8') in body) > 0 and status = 'Scheduled'", customer);
        return counts;
    }

    private static async Task<long> CountAsync(IQuerySession session, string sql, Guid customer)
    {
        await using var command = session.Connection!.CreateCommand();
        command.CommandText = sql;
        command.Parameters.Add(new() { Value = customer.ToString("D") });
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private static Session SessionOf(Guid customer, Secret token)
    {
        var now = new DateTimeOffset(2026, 11, 23, 9, 0, 0, TimeSpan.Zero);
        return new Session(SessionTokens.IdOf(token.Reveal()), Guid.NewGuid(), customer, SignInMethod.PhoneCode, new(customer, "client", "Телефон"), now, now);
    }

    private Challenge ChallengeOf(string contact, Guid? customer) => new(
        Guid.NewGuid(), ChallengePurpose.SignIn, CodeChannel.Sms, contact, "", null, customer, Now, Now.AddMinutes(10), Now, 5, "sealed", null);

    private async Task StoreAsync(params object[] documents)
    {
        await using var session = shop.Store.LightweightSession();
        session.StoreObjects(documents);
        await session.SaveChangesAsync();
    }

    private async Task<string> DocumentsAsync(Guid customer) => await TextAsync(
        "select (select data - 'version' from marketplace.mt_doc_customer where id = $1)::text || (select data from marketplace.mt_doc_erasurerecord where id = $1)::text", customer);

    private async Task<string> FingerprintAsync(long until) =>
        await TextAsync("select md5(string_agg(e::text, '' order by seq_id)) from marketplace.mt_events e where seq_id <= $1", until);

    private async Task<long> LastEventAsync() => long.Parse(await TextAsync("select max(seq_id)::text from marketplace.mt_events where $1", true), System.Globalization.CultureInfo.InvariantCulture);

    private async Task<string> TextAsync(string sql, object parameter)
    {
        await using var session = shop.Store.QuerySession();
        await using var command = session.Connection!.CreateCommand();
        command.CommandText = sql;
        command.Parameters.Add(new() { Value = parameter });
        return (string)(await command.ExecuteScalarAsync())!;
    }
}
