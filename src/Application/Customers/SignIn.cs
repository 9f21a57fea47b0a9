using Marketplace.Application.Privacy;
using Marketplace.Domain;
using Marketplace.Domain.Customers;
using Marten;

namespace Marketplace.Application.Customers;

/// <summary>Answers a challenge: signs in, or registers when the number is new (S6, S7).</summary>
/// <param name="ChallengeId">The challenge.</param>
/// <param name="Code">What came by SMS.</param>
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
        SignIn command, IDocumentSession session, OneTimeCodes codes, Accounts accounts, SessionPolicy policy, TimeProvider clock, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (command.Client?.Reveal().Length > policy.LongestClient) throw new RefusedException(CustomerErrors.ClientTooLong(policy.LongestClient));
        var proven = await codes.CheckAsync(command.ChallengeId, CodeUse.SignIn, command.Code, now, cancellation);
        var phone = await codes.ConsumeAsync(session, proven, cancellation);
        var owner = await accounts.OwnerAsync(session, phone, cancellation);
        var customerId = owner ?? Guid.CreateVersion7(now);
        var client = command.Client is { } name ? new Pii<string>(customerId, "client", name.Reveal()) : null;
        var opened = new NewSession(Guid.CreateVersion7(now), SignInMethod.PhoneCode, client);
        if (owner is null) await accounts.RegisterAsync(session, customerId, phone, command.AcceptedTerms, opened, now, cancellation);
        else await accounts.SignInAsync(session, customerId, command.AcceptedTerms, opened, now, cancellation);

        var token = SessionTokens.New();
        session.Insert(new Session(SessionTokens.IdOf(token.Reveal()), opened.SessionId, customerId, opened.Method, client, now, now));
        return new SignedIn(token, customerId, opened.SessionId, owner is null, policy.ExpiryOf(now, now));
    }
}
