using System.Net;
using FluentAssertions;
using Marketplace.Application.Customers;
using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marketplace.Host.Tests.Auth;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Marketplace.Host.Tests.Auth.AuthClient;

namespace Marketplace.Host.Tests.Support;

/// <summary>Recoveries that meet each other, sign-ins and changes of contacts at the same moment.</summary>
[Collection(AuthTests.Name)]
public class RecoveryRaceTests(AuthHost host)
{
    private KeyedHash Hashes => host.Services.GetRequiredService<KeyedHash>();

    [Fact]
    public async Task S51_I11_a_recovery_completed_twice_at_once_is_completed_once()
    {
        var owner = await host.OwnerAsync();
        var recovery = await host.BeginAsync(owner);
        var (challengeId, phoneCode) = await host.NameAsync(recovery, NewPhone());
        var second = await AuthHost.BesideAsync(host);
        try
        {
            var answers = await Task.WhenAll(new[] { host, second, host, second }
                .Select(each => each.ConfirmAsync(new { recoveryId = recovery.Id, challengeId, phoneCode })));

            answers.Select(a => a.StatusCode).Should().ContainSingle(status => status == HttpStatusCode.OK);
            answers.Where(a => a.StatusCode != HttpStatusCode.OK).Should().OnlyContain(a => a.StatusCode == HttpStatusCode.Conflict || a.StatusCode == HttpStatusCode.NotFound);
            (await host.EventsOfAsync(owner.Id)).OfType<RecoveryCompleted>().Should().ContainSingle();
        }
        finally
        {
            await second.DisposeAsync();
        }
    }

    [Fact]
    public async Task S49_two_agents_at_once_begin_one_recovery()
    {
        var owner = await host.OwnerAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => host.StartAsync(host.Agent(), owner.Phone)));

        answers.Select(a => a.StatusCode).Should().ContainSingle(status => status == HttpStatusCode.Accepted);
        (await host.EventsOfAsync(owner.Id)).OfType<RecoveryStarted>().Should().ContainSingle();
    }

    [Fact]
    public async Task I13_S51_a_recovery_and_a_change_of_the_phone_that_complete_at_once_have_one_end_each()
    {
        for (var round = 0; round < 6; round++)
        {
            var (owner, changed, recovered) = (await host.OwnerAsync(), NewPhone(), NewPhone());
            var change = await host.WaitForPhoneAsync(owner, changed);
            var recovery = await host.BeginAsync(owner);
            var (challengeId, phoneCode) = await host.NameAsync(recovery, recovered);

            var completing = host.ConfirmAsync(new { recoveryId = recovery.Id, challengeId, phoneCode });
            await Task.WhenAll(completing, EndChangeAsync(owner.Id, change, TimeSpan.FromMilliseconds(5 * round)));

            (await completing).StatusCode.Should().Be(HttpStatusCode.OK);
            var events = await host.EventsOfAsync(owner.Id);
            events.Count(e => e is ContactChangeCancelled c && c.ChangeId == change || e is PhoneChanged p && p.ChangeId == change).Should().Be(1);
            events.OfType<RecoveryCompleted>().Should().ContainSingle();
            (await host.CustomerOfAsync(owner.Id)).Phone.Value.Should().Be(recovered);
            (await PhonesClaimedByAsync(owner.Id)).Should().Equal(IdOf(recovered));
        }
    }

    [Fact]
    public async Task S51_a_recovery_that_finds_another_phone_than_it_read_decides_again()
    {
        var (owner, between, recovered) = (await host.OwnerAsync(), NewPhone(), NewPhone());
        var recovery = await host.BeginAsync(owner);
        var (challengeId, phoneCode) = await host.NameAsync(recovery, recovered);
        Task<HttpResponseMessage> completing;
        await using (var other = host.Store.LightweightSession())
        {
            await other.LockAsync(IdOf(recovered), default);
            completing = host.ConfirmAsync(new { recoveryId = recovery.Id, challengeId, phoneCode });
            await Task.Delay(TimeSpan.FromMilliseconds(500));
            completing.IsCompleted.Should().BeFalse("it waits for the claim, having read the account");
            Move(other, await host.CustomerOfAsync(owner.Id), Guid.NewGuid(), between);
            await other.SaveChangesAsync();
        }

        (await completing).StatusCode.Should().Be(HttpStatusCode.OK);
        (await host.EventsOfAsync(owner.Id)).OfType<PhoneChanged>().Select(e => (e.PreviousPhone.Value, e.Phone.Value))
            .Should().Equal((owner.Phone, between), (between, recovered));
        (await PhonesClaimedByAsync(owner.Id)).Should().Equal(IdOf(recovered));
    }

    [Fact]
    public async Task S51_I12_two_accounts_that_want_the_same_new_phone_get_it_once()
    {
        var (one, other, wanted) = (await host.OwnerAsync(), await host.OwnerAsync(), NewPhone());
        var (first, second) = (await host.BeginAsync(one), await host.BeginAsync(other));
        var (firstChallenge, firstCode) = await host.NameAsync(first, wanted);
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var (secondChallenge, secondCode) = await host.NameAsync(second, wanted);

        var answers = await Task.WhenAll(
            host.ConfirmAsync(new { recoveryId = first.Id, challengeId = firstChallenge, phoneCode = firstCode }),
            host.ConfirmAsync(new { recoveryId = second.Id, challengeId = secondChallenge, phoneCode = secondCode }));

        answers.Select(a => a.StatusCode).Should().ContainSingle(status => status == HttpStatusCode.OK);
        var phones = new[] { (await host.CustomerOfAsync(one.Id)).Phone.Value, (await host.CustomerOfAsync(other.Id)).Phone.Value };
        phones.Should().ContainSingle(phone => phone == wanted);
    }

    [Fact]
    public async Task S51_whoever_signs_in_with_the_lost_phone_meanwhile_is_signed_out_or_opens_another_account()
    {
        var owner = await host.OwnerAsync();
        var recovery = await host.BeginAsync(owner);
        var (challengeId, phoneCode) = await host.NameAsync(recovery, NewPhone());
        host.Clock.Advance(TimeSpan.FromMinutes(1));
        var (signIn, code) = await host.CodeAsync(owner.Phone);

        var completing = host.ConfirmAsync(new { recoveryId = recovery.Id, challengeId, phoneCode });
        var opening = host.AnswerAsync(signIn, code);
        await Task.WhenAll(completing, opening);

        (await completing).StatusCode.Should().Be(HttpStatusCode.OK);
        var opened = await (await opening).JsonAsync();
        var isThief = opened.GetProperty("customerId").GetGuid() == owner.Id;
        (await host.OpensAsync(opened.GetProperty("token").GetString()!)).Should().Be(!isThief);
        (await host.CustomerOfAsync(owner.Id)).Sessions.Should().BeEmpty();
    }

    /// <summary>The change completes as its fourteen days are over, unless it has ended meanwhile.</summary>
    private async Task EndChangeAsync(Guid customerId, Guid changeId, TimeSpan after)
    {
        await Task.Delay(after);
        await using var session = host.Store.LightweightSession();
        var known = await host.CustomerOfAsync(customerId);
        if (known.ContactChanges.Find(c => c.ChangeId == changeId) is not { } waiting) return;
        foreach (var phone in new[] { known.Phone.Value!, waiting.NewContact.Value! }.Select(IdOf).Order(StringComparer.Ordinal)) await session.LockAsync(phone, default);
        var customer = (await session.Events.FetchForExclusiveWriting<Customer>(customerId)).Aggregate!;
        if (!customer.ContactChanges.Exists(c => c.ChangeId == changeId)) return;
        Move(session, customer, changeId, waiting.NewContact.Value!);
        await session.SaveChangesAsync();
    }

    private void Move(IDocumentSession session, Customer customer, Guid changeId, string phone)
    {
        var accounts = host.Services.GetRequiredService<Accounts>();
        session.Events.Append(
            customer.Id,
            new PhoneChanged(customer.Id, changeId, new Pii<string>(customer.Id, "phone", phone), customer.Phone, ContactChangeReason.GraceElapsed, host.Now));
        accounts.Release(session, Contact.Of(ContactKind.Phone, customer.Phone)!);
        accounts.Claim(session, new Contact(ContactKind.Phone, phone), customer.Id, null, host.Now);
    }

    private string IdOf(string phone) => ContactClaim.IdOf(new Contact(ContactKind.Phone, phone), Hashes);

    private async Task<IReadOnlyList<string>> PhonesClaimedByAsync(Guid customerId)
    {
        await using var session = host.Store.QuerySession();
        var claims = await session.Query<ContactClaim>().Where(c => c.CustomerId == customerId).ToListAsync();
        return [.. claims.Select(c => c.Id).Where(id => id.StartsWith("phone:", StringComparison.Ordinal))];
    }
}
