using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Values;
using Marketplace.Domain.Wallets;
using Marten;

namespace Marketplace.Application.Customers;

/// <summary>Finds the account of a proven number, opens a new one, and signs in to one that is there.</summary>
public sealed class Accounts(KeyedHash hashes, IDataKeys keys, LiveSessions sessions, TermsOfUse terms, SessionPolicy policy)
{
    /// <summary>Whose the number is, or null. Until the caller's transaction ends nobody else can claim it (S8).</summary>
    public async Task<Guid?> OwnerAsync(IDocumentSession session, PhoneNumber phone, CancellationToken cancellation)
    {
        var id = ContactClaim.IdOf(phone, hashes);
        await session.LockAsync(id, cancellation);
        return (await session.LoadAsync<ContactClaim>(id, cancellation))?.CustomerId;
    }

    /// <summary>Opens an account with its wallet, and claims the number for it.</summary>
    /// <exception cref="RefusedException">The terms are not accepted.</exception>
    public async Task RegisterAsync(
        IDocumentSession session,
        Guid customerId,
        PhoneNumber phone,
        string? acceptedTerms,
        NewSession opened,
        DateTimeOffset now,
        CancellationToken cancellation)
    {
        var datum = new Pii<string>(customerId, "phone", phone.Value);
        var decision = CustomerDecisions.Register(customerId, datum, acceptedTerms, terms.Version, opened, now);
        decision.ThrowIfRefused();
        // Personal data is written under the customer's own key, so the key comes first; one without a customer harms nobody.
        await keys.CreateAsync(customerId, cancellation);
        session.Insert(new ContactClaim(ContactClaim.IdOf(phone, hashes), customerId, now));
        session.Events.StartStream<Customer>(customerId, decision.Events);
        var walletId = AccountIds.WalletId(customerId);
        session.Events.StartStream<Wallet>(walletId, WalletDecisions.Open(null, walletId, customerId, now).Events);
    }

    /// <summary>Opens one more session, and makes room for it.</summary>
    /// <exception cref="RefusedException">Newer terms are not accepted.</exception>
    public async Task SignInAsync(
        IDocumentSession session, Guid customerId, string? acceptedTerms, NewSession opened, DateTimeOffset now, CancellationToken cancellation)
    {
        await session.LockAsync(LiveSessions.LockOf(customerId), cancellation);
        var stream = await session.Events.FetchForExclusiveWriting<Customer>(customerId, cancellation);
        var customer = stream.Existing(CustomerErrors.SignInRequired);
        var live = (await sessions.OfAsync(session, customerId, cancellation)).Select(s => s.SessionId).ToHashSet();
        var expired = customer.Sessions.Select(s => s.SessionId).Where(id => !live.Contains(id)).ToList();
        var decision = CustomerDecisions.SignIn(customer, acceptedTerms, terms.Version, opened, expired, policy, now);
        stream.Append(decision);
        SessionClosing.DeleteClosed(session, customerId, decision);
    }
}
