using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Marten;

namespace Marketplace.Application.Customers.External;

/// <summary>Signs in whoever the identity is linked to (S27, S28). It never registers anybody.</summary>
/// <param name="Identity">The identity, verified.</param>
/// <param name="AcceptedTerms">The version of the terms that is accepted; needed after they have changed.</param>
public sealed record SignInExternal(VerifiedIdentity Identity, string? AcceptedTerms);

/// <summary>Handles <see cref="SignInExternal"/>.</summary>
public static class SignInExternalHandler
{
    /// <summary>Opens a session. A link is never taken away, so it needs no lock to be read.</summary>
    public static async Task<SignedIn> Handle(
        SignInExternal command, IDocumentSession session, KeyedHash hashes, Accounts accounts, TimeProvider clock, CancellationToken cancellation)
    {
        var linked = await session.LoadAsync<LinkedIdentity>(LinkedIdentity.IdOf(command.Identity, hashes), cancellation)
            ?? throw new RefusedException(ExternalErrors.NotLinked);
        var method = MethodOf(command.Identity.Provider);
        return await accounts.SignInAsync(session, linked.CustomerId, method, command.AcceptedTerms, client: null, clock.GetUtcNow(), cancellation);
    }

    private static SignInMethod MethodOf(ExternalProvider provider) => provider switch
    {
        ExternalProvider.Apple => SignInMethod.AppleId,
        ExternalProvider.Sber => SignInMethod.SberId,
        _ => throw new ArgumentOutOfRangeException(nameof(provider), provider, "Nobody signs in with this provider."),
    };
}
