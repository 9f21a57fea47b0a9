using System.Net;
using FluentAssertions;
using Marketplace.Application.Customers;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Values;
using Marten;
using Microsoft.Extensions.DependencyInjection;
using Xunit;
using static Marketplace.Host.Tests.Auth.AuthClient;

namespace Marketplace.Host.Tests.Auth;

[Collection(AuthTests.Name)]
public class ParallelRegistrationTests(AuthHost host)
{
    [Fact]
    public async Task S8_I12_two_hundred_registrations_with_one_code_give_one_account()
    {
        var accounts = await AccountsAsync();
        var (challengeId, code) = await host.CodeAsync(NewPhone());
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => host.AnswerAsync(challengeId, code)));

        answers.Count(a => a.StatusCode == HttpStatusCode.Created).Should().Be(1);
        answers.Select(a => (int)a.StatusCode).Should().OnlyContain(status => status == 201 || status == 409 || status == 429);
        (await AccountsAsync()).Should().Be(accounts + 1);
    }

    /// <summary>One code of a number is live at a time, so here what comes after the code is raced without one.</summary>
    [Fact]
    public async Task S8_I12_two_hundred_proofs_of_one_number_give_one_account_and_the_losers_sign_in()
    {
        var accounts = await AccountsAsync();
        PhoneNumber.TryCreate(NewPhone(), out var phone).Should().BeTrue();
        var owners = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => EnterAsync(phone))));

        owners.Count(o => o.IsNew).Should().Be(1);
        owners.Select(o => o.CustomerId).Distinct().Should().ContainSingle();
        (await AccountsAsync()).Should().Be(accounts + 1);
        await using var session = host.Store.QuerySession();
        (await session.LoadAsync<Customer>(owners[0].CustomerId))!.Sessions.Should().HaveCount(10, "P16 holds in a race too");
        (await session.Query<Session>().CountAsync(s => s.CustomerId == owners[0].CustomerId)).Should().Be(10);
    }

    private async Task<(Guid CustomerId, bool IsNew)> EnterAsync(PhoneNumber phone)
    {
        var entry = host.Services.GetRequiredService<Accounts>();
        await using var session = host.Store.LightweightSession();
        var contact = Contact.Of(phone);
        var claim = await entry.ClaimOnAsync(session, contact, default);
        var client = new Secret("A test");
        var entered = claim is null
            ? await entry.RegisterAsync(session, contact, SignInMethod.PhoneCode, Terms, client, host.Now, default)
            : await entry.SignInAsync(session, claim.CustomerId, SignInMethod.PhoneCode, Terms, client, host.Now, default);
        await session.SaveChangesAsync();
        return (entered.CustomerId, entered.IsNew);
    }

    private async Task<int> AccountsAsync()
    {
        await using var session = host.Store.QuerySession();
        return await session.Query<ContactClaim>().CountAsync();
    }
}
