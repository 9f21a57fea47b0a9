using Marketplace.Application.Customers.Contacts;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Marten;
using Wolverine;

namespace Marketplace.Application.Customers;

/// <summary>Answers a challenge: signs in, or registers when the number is new (S6, S7).</summary>
/// <param name="ChallengeId">The challenge.</param>
/// <param name="Code">What came by SMS, call or letter.</param>
/// <param name="AcceptedTerms">The version of the terms that is accepted; a new number needs it (S5).</param>
/// <param name="Client">What the device calls itself.</param>
public sealed record SignIn(Guid ChallengeId, Secret Code, string? AcceptedTerms, Secret? Client);

/// <summary>The answer. The token is told this once and kept nowhere.</summary>
public sealed record SignedIn(Secret Token, Guid CustomerId, Guid SessionId, bool IsNew, DateTimeOffset ExpiresAt);

/// <summary>Handles <see cref="SignIn"/>.</summary>
public static class SignInHandler
{
    /// <summary>
    /// Uses the code up, and opens the account (if the number is new) and the session: all or nothing. Whoever proves the same
    /// number at the same time waits, and then finds the account.
    /// </summary>
    public static async Task<SignedIn> Handle(
        SignIn command,
        IDocumentSession session,
        IMessageBus bus,
        OneTimeCodes codes,
        Accounts accounts,
        DueContactChanges due,
        TimeProvider clock,
        CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        accounts.CheckClient(command.Client);
        var proven = await codes.CheckAsync(command.ChallengeId, CodeUse.SignIn, command.Code, now, cancellation);
        await due.SettleAsync(bus, proven.ContactClaimId, cancellation);
        var contact = await codes.ConsumeAsync(session, proven, cancellation);
        var claim = await accounts.ClaimOnAsync(session, contact, cancellation);
        // Only who holds the contact learns that it is about to become that of an account (S8, S47).
        if (claim is { KeptForChange: not null }) throw new RefusedException(CustomerErrors.ContactAwaited);
        var method = MethodOf(proven.Channel);
        if (claim is not null) return await accounts.SignInAsync(session, claim.CustomerId, method, command.AcceptedTerms, command.Client, now, cancellation);
        // An e-mail never registers (S26), and no letter was sent: the code was guessed, and counts as wrong.
        if (contact.Kind == ContactKind.Email) throw new RefusedException(ChallengeErrors.Expired);
        return await accounts.RegisterAsync(session, contact, method, command.AcceptedTerms, command.Client, now, cancellation);
    }

    private static SignInMethod MethodOf(CodeChannel channel) => channel switch
    {
        CodeChannel.Sms => SignInMethod.PhoneCode,
        CodeChannel.Call => SignInMethod.PhoneCall,
        CodeChannel.Email => SignInMethod.EmailCode,
        _ => throw new ArgumentOutOfRangeException(nameof(channel), channel, "Nobody signs in by this channel."),
    };
}
