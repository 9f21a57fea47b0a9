using Marketplace.Application.Notifications;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Marten;
using Wolverine;

namespace Marketplace.Application.Customers;

/// <summary>
/// One-time codes: issued with the caller's transaction, compared at most so often, used once with the caller's effect.
/// All that is written about the codes of one number and purpose is written one transaction after the other, under one lock.
/// </summary>
public sealed class OneTimeCodes(IDocumentStore store, KeyedHash hashes, Sealer sealer, CodePolicy policy)
{
    private static readonly TimeSpan ForgetAfter = CodeTally.Memory + TimeSpan.FromHours(1);
    private readonly ChallengeKeeping keeping = new(hashes, sealer, policy);

    /// <summary>
    /// Makes a code and queues it for sending; both happen when the caller's transaction commits. An older code of the same
    /// purpose and number is void from then on.
    /// </summary>
    /// <param name="session">The caller's transaction.</param>
    /// <param name="bus">The caller's outbox.</param>
    /// <param name="use">What the code will open.</param>
    /// <param name="to">Where it goes. For a known customer use <see cref="IssueToOwnerAsync"/>.</param>
    /// <param name="channel">How it goes; it must fit the contact.</param>
    /// <param name="address">The internet address that asks; null when its caps do not apply.</param>
    /// <param name="now">The time.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="RefusedException">Too soon, or too many (P2).</exception>
    public async Task<Challenge> IssueAsync(
        IDocumentSession session, IMessageBus bus, CodeUse use, Contact to, CodeChannel channel, Secret? address, DateTimeOffset now, CancellationToken cancellation)
    {
        var challenge = keeping.New(use, to, channel, now);
        await AdmitAsync(session, challenge, address, now, cancellation);
        session.Insert(challenge);
        await bus.PublishAsync(new SendCode(challenge.Id));
        await bus.ScheduleAsync(new ForgetCode(challenge.Id), ForgetAfter);
        return challenge;
    }

    /// <summary>
    /// Makes a code to sign in. The system picks the channel (S23): a letter for an e-mail, an SMS for a phone, and a call only when
    /// it is asked for after an SMS that has not helped, or when the last SMS is known not to have come (S21). The choice looks at codes alone, so it is the same for strangers.
    /// </summary>
    /// <exception cref="RefusedException">Too soon, or too many (P2).</exception>
    public async Task<Challenge> IssueForSignInAsync(
        IDocumentSession session, IMessageBus bus, Contact to, CodeChannel? wish, Secret? address, DateTimeOffset now, CancellationToken cancellation)
    {
        var channel = to.Kind == ContactKind.Email ? CodeChannel.Email : CodeChannel.Sms;
        if (to.Kind == ContactKind.Phone && wish != CodeChannel.Sms && await IsCallInPlaceAsync(session, to, wish, cancellation)) channel = CodeChannel.Call;
        return await IssueAsync(session, bus, CodeUse.SignIn, to, channel, address, now, cancellation);
    }

    /// <summary>Makes a code for the customer's own phone: where it goes is read from the account, never from a request (S36).</summary>
    /// <exception cref="RefusedException">Too soon, or too many (P2); or the account is erased.</exception>
    public Task<Challenge> IssueToOwnerAsync(
        IDocumentSession session,
        IMessageBus bus,
        Customer customer,
        ChallengePurpose purpose,
        string? boundTo,
        DateTimeOffset now,
        CancellationToken cancellation) =>
        Contact.Of(ContactKind.Phone, customer.Phone) is { } phone
            ? IssueAsync(session, bus, new CodeUse(purpose, customer.Id, boundTo), phone, CodeChannel.Sms, null, now, cancellation)
            : throw new RefusedException(CustomerErrors.SignInRequired);

    /// <summary>
    /// Compares a code. The comparison is counted and committed before it is made, in a transaction of its own, so that no
    /// number of parallel requests gets one more than the limit (I11). Call it before the caller's own transaction has begun.
    /// </summary>
    /// <exception cref="RefusedException">The code is wrong, or is not to be compared.</exception>
    public async Task<ProvenCode> CheckAsync(Guid challengeId, CodeUse use, Secret code, DateTimeOffset now, CancellationToken cancellation)
    {
        var counted = await CountAsync(challengeId, use, now, cancellation);
        return keeping.IsCodeOf(counted, code)
            ? new ProvenCode(counted)
            : throw new RefusedException(ChallengeErrors.Invalid(counted.MaxAttempts - counted.Attempts));
    }

    /// <summary>Uses a code up, together with the effect that the caller commits. Of two at once one is refused.</summary>
    /// <returns>The contact that the code proved.</returns>
    /// <exception cref="RefusedException">It has been used, or a newer one has been sent, since it was compared.</exception>
    public async Task<Contact> ConsumeAsync(IDocumentSession session, ProvenCode proven, CancellationToken cancellation)
    {
        await session.LockAsync(proven.LockKey, cancellation);
        var challenge = await session.LoadAsync<Challenge>(proven.ChallengeId, cancellation) ?? throw new RefusedException(ChallengeErrors.Unknown);
        if (ChallengeDecisions.RefuseUse(challenge) is { } refused) throw new RefusedException(refused);
        Rewrite(session, ChallengeDecisions.Consume(challenge));
        session.Store((await TallyAsync(session, proven.LockKey, cancellation)).WithSuccess());
        return keeping.DestinationOf(challenge);
    }

    /// <summary>Opens codes to the owner's phone again after guesses had closed them; the owner has come in by another way.</summary>
    internal async Task ReopenAsync(IDocumentSession session, Guid ownerId, CancellationToken cancellation)
    {
        if (await ReadApartAsync(session, ownerId, cancellation) is not { } owner || Contact.Of(ContactKind.Phone, owner.Phone) is not { } phone) return;
        var key = KeyOf(ChallengePurpose.SignIn, keeping.ContactOf(phone));
        await session.LockAsync(key, cancellation);
        if (await session.LoadAsync<CodeTally>(key, cancellation) is { Failures: > 0 } tally) session.Store(tally.WithSuccess());
    }

    // As JSON: the session would keep an account that it loads as it is now, and decide on it after it has waited for its lock. On its own connection:
    // another one may be what others have who wait for a lock that this transaction holds.
    private async Task<Customer?> ReadApartAsync(IDocumentSession session, Guid customerId, CancellationToken cancellation)
    {
        using var json = new MemoryStream();
        if (!await session.Json.StreamById<Customer>(customerId, json, cancellation)) return null;
        json.Position = 0;
        return store.Options.Serializer().FromJson<Customer>(json);
    }

    /// <summary>What the gateway must be told, or null when the code is not to be sent (any more).</summary>
    internal (Contact To, string Code)? MessageOf(Challenge challenge, DateTimeOffset now) =>
        ChallengeDecisions.IsToBeSent(challenge, now) ? (keeping.DestinationOf(challenge), keeping.CodeOf(challenge)) : null;

    /// <summary>Drops the sealed code once it need not be sent any more.</summary>
    internal static async Task HandOverAsync(IDocumentSession session, Challenge sent, CancellationToken cancellation)
    {
        await session.LockAsync(KeyOf(sent.Purpose, sent.ContactHash), cancellation);
        if (await session.LoadAsync<Challenge>(sent.Id, cancellation) is { SealedCode: not null } challenge)
        {
            Rewrite(session, ChallengeDecisions.HandOver(challenge));
        }
    }

    /// <summary>The lock, and the tally, of the codes of one number and purpose.</summary>
    internal static string KeyOf(ChallengePurpose purpose, string contactHash) => $"{purpose}:{contactHash}";

    /// <summary>Refuses what the limits do not allow; else counts it, and voids the codes that the new one replaces.</summary>
    private async Task AdmitAsync(IDocumentSession session, Challenge asked, Secret? address, DateTimeOffset now, CancellationToken cancellation)
    {
        var key = KeyOf(asked.Purpose, asked.ContactHash);
        await session.LockAsync(key, cancellation);
        var number = await TallyAsync(session, key, cancellation);
        var asking = await AddressTallyAsync(session, address, cancellation);
        var ofContact = await session.Query<Challenge>().Where(c => c.ContactHash == asked.ContactHash).ToListAsync(cancellation);
        var earlier = ofContact.Where(c => c.Purpose == asked.Purpose && !c.Superseded && now < c.ExpiresAt).ToList();
        var resendAt = earlier.Where(c => c.Binding == asked.Binding).Max(c => (DateTimeOffset?)c.ResendAt);
        if (CodeLimits.Refuse(number, asking, resendAt, policy, now) is { } refused) throw new RefusedException(refused);
        session.Store(number.WithRequest(now));
        if (asking is not null) session.Store(asking.WithRequest(now));
        foreach (var old in earlier.Where(c => !c.Consumed)) Rewrite(session, ChallengeDecisions.Supersede(old));
    }

    /// <summary>A call is wished after a code that has not helped, or the gateway has said that the last SMS never came (S21, S38).</summary>
    private async Task<bool> IsCallInPlaceAsync(IDocumentSession session, Contact to, CodeChannel? wish, CancellationToken cancellation)
    {
        var contact = keeping.ContactOf(to);
        var ofContact = await session.Query<Challenge>().Where(c => c.ContactHash == contact).ToListAsync(cancellation);
        var last = ofContact.Where(c => c is { Purpose: ChallengePurpose.SignIn, Consumed: false, Superseded: false }).MaxBy(c => c.IssuedAt);
        if (last is null || wish == CodeChannel.Call) return last is not null;
        return last.Channel == CodeChannel.Sms && await session.LoadAsync<DeliveryReport>(last.Id, cancellation) is { } report && report.IsLost();
    }

    private async Task<Challenge> CountAsync(Guid challengeId, CodeUse use, DateTimeOffset now, CancellationToken cancellation)
    {
        await using var session = store.LightweightSession();
        // Read once without the lock, to learn what to lock; what counts is read again below it.
        var found = await session.LoadAsync<Challenge>(challengeId, cancellation) ?? throw new RefusedException(ChallengeErrors.Unknown);
        var key = KeyOf(found.Purpose, found.ContactHash);
        await session.LockAsync(key, cancellation);
        var challenge = await session.LoadAsync<Challenge>(challengeId, cancellation);
        if (ChallengeDecisions.RefuseComparison(challenge, use.Purpose, keeping.BindingOf(use), now) is { } refused) throw new RefusedException(refused);
        var tally = await TallyAsync(session, key, cancellation);
        if (tally.RefusePaused(now) is { } paused) throw new RefusedException(paused);
        var counted = ChallengeDecisions.Count(challenge!);
        Rewrite(session, counted);
        session.Store(tally.WithComparison(policy, now));
        await session.SaveChangesAsync(cancellation);
        return counted;
    }

    /// <summary>The lock keeps writers apart; should one ever write without it, the revision refuses the second.</summary>
    private static void Rewrite(IDocumentSession session, Challenge challenge) => session.UpdateRevision(challenge, challenge.Revision + 1);

    private static async Task<CodeTally> TallyAsync(IDocumentSession session, string id, CancellationToken cancellation) =>
        await session.LoadAsync<CodeTally>(id, cancellation) ?? CodeTally.Empty(id);

    private async Task<CodeTally?> AddressTallyAsync(IDocumentSession session, Secret? address, CancellationToken cancellation)
    {
        if (address is not { } known) return null;
        var key = keeping.AddressOf(known);
        await session.LockAsync(key, cancellation);
        return await TallyAsync(session, key, cancellation);
    }
}
