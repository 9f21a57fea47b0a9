using System.Net;
using CsCheck;
using FluentAssertions;
using Marketplace.Domain.Customers;
using Marten;
using Xunit;
using static Marketplace.Host.Tests.Auth.AuthClient;
using static Marketplace.Host.Tests.Auth.External.ExternalClient;

namespace Marketplace.Host.Tests.Auth.External;

/// <summary>Random comings and goings of two customers and three people at two providers, against a model of who is linked to whom.</summary>
[Collection(AuthTests.Name)]
public class NothingElseProperties(AuthHost host)
{
    private const int Customers = 2;
    private const int People = 3;

    private static readonly Type[] Allowed = [typeof(ExternalIdentityLinked), typeof(SessionOpened), typeof(SessionClosed), typeof(TermsAccepted)];

    private static readonly Gen<Move> Moves = Gen.Select(Gen.Enum<Deed>(), Gen.Int[0, Customers - 1], Gen.Int[0, People - 1], Gen.Bool)
        .Select((deed, customer, person, apple) => new Move(deed, customer, person, apple ? "apple" : "sber"));

    [Fact]
    public Task S29_whatever_is_linked_or_signed_in_nothing_but_that_is_written_and_no_bank_card() =>
        Moves.Array[1, 12].SampleAsync(LiveAsync, iter: 25, threads: 1);

    private async Task LiveAsync(Move[] moves)
    {
        var tokens = new List<OpenedSession>();
        for (var i = 0; i < Customers; i++) tokens.Add(await host.SignInAsync(NewPhone()));
        var (names, owners, mark) = (Enumerable.Range(0, People).Select(_ => NewPerson()).ToList(), new Dictionary<(string, int), int>(), await LastAsync());
        foreach (var move in moves)
        {
            host.Clock.Advance(TimeSpan.FromSeconds(1));
            var answer = await MakeAsync(move, names[move.Person], tokens[move.Customer].Token);
            answer.StatusCode.Should().Be(Expected(move, owners), "of {0}", move);
            if (move.Deed == Deed.SignIn && answer.StatusCode == HttpStatusCode.Created)
            {
                (await answer.SessionAsync()).CustomerId.Should().Be(tokens[owners[(move.Provider, move.Person)]].CustomerId);
            }
        }

        await using var session = host.Store.QuerySession();
        var written = await session.Events.QueryAllRawEvents().Where(e => e.Sequence > mark).ToListAsync();
        written.Select(e => e.EventType).Should().BeSubsetOf(Allowed);
        written.Select(e => e.StreamId).Should().BeSubsetOf(tokens.Select(t => t.CustomerId), "wallets, cards and orders are other streams");
        written.Count(e => e.Data is ExternalIdentityLinked).Should().Be(owners.Count);
    }

    private Task<HttpResponseMessage> MakeAsync(Move move, string person, string token) => move.Deed switch
    {
        Deed.SignIn => host.GoAsync(move.Provider, person),
        Deed.Link => host.GoAsync(move.Provider, person, token),
        Deed.SayNo => host.GoAsync(move.Provider, "denied", token),
        _ => host.GoAsync(move.Provider, "changed", token),
    };

    private static HttpStatusCode Expected(Move move, Dictionary<(string, int), int> owners)
    {
        var linked = owners.TryGetValue((move.Provider, move.Person), out var owner);
        switch (move.Deed)
        {
            case Deed.SignIn: return linked ? HttpStatusCode.Created : HttpStatusCode.Conflict;
            case Deed.SayNo or Deed.Cheat: return HttpStatusCode.Unauthorized;
            case Deed.Link when linked: return owner == move.Customer ? HttpStatusCode.OK : HttpStatusCode.Conflict;
        }

        owners[(move.Provider, move.Person)] = move.Customer;
        return HttpStatusCode.Created;
    }

    private async Task<long> LastAsync()
    {
        await using var session = host.Store.QuerySession();
        return (await session.Events.QueryAllRawEvents().OrderByDescending(e => e.Sequence).FirstAsync()).Sequence;
    }

    private enum Deed
    {
        SignIn,
        Link,
        SayNo,
        Cheat,
    }

    private sealed record Move(Deed Deed, int Customer, int Person, string Provider);
}
