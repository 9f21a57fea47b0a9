using System.Buffers.Text;
using System.Security.Cryptography;
using Marketplace.Application.Privacy;
using Marketplace.Domain.Customers;
using Marten;

namespace Marketplace.Application.Customers.External;

/// <summary>Who asks to be sent to a provider.</summary>
/// <param name="Provider">Where to.</param>
/// <param name="ReturnTo">Where the provider shall send the browser afterwards.</param>
/// <param name="CustomerId">The signed-in customer, who links; null for signing in.</param>
/// <param name="SessionId">The customer's session.</param>
/// <param name="AcceptedTerms">The version of the terms that is accepted.</param>
public sealed record Departure(ExternalProvider Provider, string ReturnTo, Guid? CustomerId, Guid? SessionId, string? AcceptedTerms);

/// <summary>
/// Remembers who was sent to a provider, in rows that every host reads: whoever left from one host may come back to another.
/// </summary>
public sealed class ExternalAttempts(IDocumentStore store, KeyedHash hashes, TermsOfUse terms, TimeProvider clock)
{
    private const int RandomBytes = 32;

    /// <summary>Begins an attempt.</summary>
    /// <returns>Its secrets, and the cookie for the browser.</returns>
    /// <exception cref="RefusedException">Terms are accepted that are not those of today.</exception>
    public async Task<(AttemptSecrets Secrets, Secret Browser)> BeginAsync(Departure departure, CancellationToken cancellation)
    {
        // Told before the long way rather than after it. It also keeps strangers' texts out of the table.
        if (departure.AcceptedTerms is { } accepted && accepted != terms.Version) throw new RefusedException(CustomerErrors.TermsNotAccepted(terms.Version));
        var (state, browser) = (Random(), Random());
        await using var session = store.LightweightSession();
        session.Insert(new ExternalAttempt(
            ExternalAttempt.HashOf(state), departure.Provider, ExternalAttempt.HashOf(browser), departure.ReturnTo, clock.GetUtcNow() + ExternalAttempt.Life)
        {
            CustomerId = departure.CustomerId,
            SessionId = departure.SessionId,
            AcceptedTerms = departure.AcceptedTerms,
        });
        await session.SaveChangesAsync(cancellation);
        return (AttemptSecrets.Of(state, hashes), new Secret(browser));
    }

    /// <summary>
    /// Ends an attempt, before anything is done with it: a state is good once, whatever comes of it. One that is unknown, too
    /// old, for another provider or in another browser is nothing, and stays for the one who began it.
    /// </summary>
    public async Task<(ExternalAttempt Attempt, AttemptSecrets Secrets)?> TakeAsync(
        ExternalProvider provider, Secret state, Secret browser, CancellationToken cancellation)
    {
        var id = ExternalAttempt.HashOf(state.Reveal());
        await using var session = store.LightweightSession();
        await session.LockAsync($"external-attempt:{id}", cancellation);
        if (await session.LoadAsync<ExternalAttempt>(id, cancellation) is not { } found) return null;
        if (!found.IsOf(provider, ExternalAttempt.HashOf(browser.Reveal()), clock.GetUtcNow())) return null;
        session.Delete<ExternalAttempt>(id);
        await session.SaveChangesAsync(cancellation);
        return (found, AttemptSecrets.Of(state.Reveal(), hashes));
    }

    private static string Random() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
}
