using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marketplace.Domain.Wallets;
using Marten;

namespace Marketplace.Application.Customers;

/// <summary>Finds the account of a proven contact, opens a new one, and signs in to one that is there, whatever proved it (D19).</summary>
public sealed class Accounts(
    KeyedHash hashes, IDataKeys keys, LiveSessions sessions, OneTimeCodes codes, TermsOfUse terms, SessionPolicy policy)
{
    /// <summary>Whose the contact is, or null. Until the caller's transaction ends nobody else can claim it (S8).</summary>
    public async Task<ContactClaim?> ClaimOnAsync(IDocumentSession session, Contact contact, CancellationToken cancellation)
    {
        var id = ContactClaim.IdOf(contact, hashes);
        await session.LockAsync(id, cancellation);
        return await session.LoadAsync<ContactClaim>(id, cancellation);
    }

    /// <summary>Locks several contacts, always in the same order.</summary>
    public async Task LockAsync(IDocumentSession session, IEnumerable<Contact?> contacts, CancellationToken cancellation)
    {
        var ids = contacts.OfType<Contact>().Select(contact => ContactClaim.IdOf(contact, hashes)).Distinct();
        foreach (var id in ids.Order(StringComparer.Ordinal)) await session.LockAsync(id, cancellation);
    }

    /// <summary>Makes a contact the customer's. Ask <see cref="ClaimOnAsync"/> first.</summary>
    /// <param name="session">The caller's transaction.</param>
    /// <param name="contact">The contact, proven.</param>
    /// <param name="customerId">Whose it becomes.</param>
    /// <param name="keptForChange">The change it waits for; null when it is in use at once.</param>
    /// <param name="now">The time.</param>
    public void Claim(IDocumentSession session, Contact contact, Guid customerId, Guid? keptForChange, DateTimeOffset now) =>
        session.Store(new ContactClaim(ContactClaim.IdOf(contact, hashes), customerId, now) { KeptForChange = keptForChange });

    /// <summary>Lets a contact go: whoever proves it next may have it (S39).</summary>
    public void Release(IDocumentSession session, Contact contact) => session.Delete<ContactClaim>(ContactClaim.IdOf(contact, hashes));

    /// <summary>Refuses a name of a device that is too long.</summary>
    /// <exception cref="RefusedException">It is.</exception>
    public void CheckClient(Secret? client)
    {
        if (client?.Reveal().Length > policy.LongestClient) throw new RefusedException(CustomerErrors.ClientTooLong(policy.LongestClient));
    }

    /// <summary>Opens an account with its wallet, claims the phone for it, and signs its owner in.</summary>
    /// <exception cref="RefusedException">The terms are not accepted.</exception>
    public async Task<SignedIn> RegisterAsync(
        IDocumentSession session,
        Contact phone,
        SignInMethod method,
        string? acceptedTerms,
        Secret? client,
        DateTimeOffset now,
        CancellationToken cancellation)
    {
        var customerId = Guid.CreateVersion7(now);
        var opened = New(customerId, method, client, now);
        var datum = new Pii<string>(customerId, "phone", phone.Value);
        var decision = CustomerDecisions.Register(customerId, datum, acceptedTerms, terms.Version, opened, now);
        decision.ThrowIfRefused();
        // Personal data is written under the customer's own key, so the key comes first; one without a customer harms nobody.
        await keys.CreateAsync(customerId, cancellation);
        session.Insert(new ContactClaim(ContactClaim.IdOf(phone, hashes), customerId, now));
        session.Events.StartStream<Customer>(customerId, decision.Events);
        var walletId = AccountIds.WalletId(customerId);
        session.Events.StartStream<Wallet>(walletId, WalletDecisions.Open(null, walletId, customerId, now).Events);
        return Keep(session, customerId, opened, isNew: true, now);
    }

    /// <summary>Opens one more session of an account, and makes room for it.</summary>
    /// <exception cref="RefusedException">Newer terms are not accepted.</exception>
    public async Task<SignedIn> SignInAsync(
        IDocumentSession session,
        Guid customerId,
        SignInMethod method,
        string? acceptedTerms,
        Secret? client,
        DateTimeOffset now,
        CancellationToken cancellation)
    {
        // Who came in by another way is the owner: codes to the phone that guesses had closed are open again. It comes first, because
        // signing in by code locks the codes before the sessions too; the other way round the two could wait for each other.
        if (method is not (SignInMethod.PhoneCode or SignInMethod.PhoneCall)) await codes.ReopenAsync(session, customerId, cancellation);
        await session.LockAsync(LiveSessions.LockOf(customerId), cancellation);
        var stream = await session.Events.FetchForExclusiveWriting<Customer>(customerId, cancellation);
        var customer = stream.Existing(CustomerErrors.SignInRequired);
        var live = (await sessions.OfAsync(session, customerId, cancellation)).Select(s => s.SessionId).ToHashSet();
        var expired = customer.Sessions.Select(s => s.SessionId).Where(id => !live.Contains(id)).ToList();
        var opened = New(customerId, method, client, now);
        var decision = CustomerDecisions.SignIn(customer, acceptedTerms, terms.Version, opened, expired, policy, now);
        stream.Append(decision);
        SessionClosing.DeleteClosed(session, customerId, decision);
        return Keep(session, customerId, opened, isNew: false, now);
    }

    private static NewSession New(Guid customerId, SignInMethod method, Secret? client, DateTimeOffset now) =>
        new(Guid.CreateVersion7(now), method, client is { } name ? new Pii<string>(customerId, "client", name.Reveal()) : null);

    private SignedIn Keep(IDocumentSession session, Guid customerId, NewSession opened, bool isNew, DateTimeOffset now)
    {
        var token = SessionTokens.New();
        session.Insert(new Session(SessionTokens.IdOf(token.Reveal()), opened.SessionId, customerId, opened.Method, opened.Client, now, now));
        return new SignedIn(token, customerId, opened.SessionId, isNew, policy.ExpiryOf(now, now));
    }
}
