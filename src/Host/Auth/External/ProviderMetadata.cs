using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace Marketplace.Host.Auth.External;

/// <summary>
/// What a provider says of itself: its addresses and its keys. The library's own cache looks for new keys in the background, so
/// that whoever comes first after a change is refused; here that one waits for them.
/// </summary>
internal sealed class ProviderMetadata(OpenIdSettings settings, HttpClient http, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Fresh = TimeSpan.FromHours(12);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(10);
    private readonly HttpDocumentRetriever documents = new(http) { RequireHttps = !settings.PlainHttp };
    private readonly ProviderMetadataCheck check = new(settings);
    private readonly SemaphoreSlim turn = new(1);
    private volatile Known? known;

    /// <summary>What is known, at most half a day old; older when the provider does not answer.</summary>
    /// <exception cref="IdentityProviderSilentException">Nothing usable was ever answered.</exception>
    public Task<OpenIdConnectConfiguration> GetAsync(CancellationToken cancellation) => AtMostAsync(Fresh, cancellation);

    /// <summary>The same after a key was not found; it asks the provider again, though not many times in a row.</summary>
    public Task<OpenIdConnectConfiguration> RefreshedAsync(CancellationToken cancellation) => AtMostAsync(Pause, cancellation);

    /// <inheritdoc />
    public void Dispose() => turn.Dispose();

    private async Task<OpenIdConnectConfiguration> AtMostAsync(TimeSpan age, CancellationToken cancellation)
    {
        if (Young(age) is { } found) return found;
        await turn.WaitAsync(cancellation);
        try
        {
            if (Young(age) is { } meanwhile) return meanwhile;
            known = new Known(await AskAsync(cancellation), clock.GetUtcNow());
        }
        catch (IdentityProviderSilentException) when (known is { } old)
        {
            // Old keys verify what they signed; what new ones signed is refused. Those who wait do not each ask in vain.
            known = old with { At = clock.GetUtcNow() - Fresh + Pause };
        }
        finally
        {
            turn.Release();
        }

        return known!.Configuration;
    }

    private OpenIdConnectConfiguration? Young(TimeSpan age) => known is { } found && clock.GetUtcNow() - found.At < age ? found.Configuration : null;

    private async Task<OpenIdConnectConfiguration> AskAsync(CancellationToken cancellation)
    {
        try
        {
            var answered = await OpenIdConnectConfigurationRetriever.GetAsync(settings.MetadataAddress, documents, cancellation);
            var verdict = check.Validate(answered);
            return verdict.Succeeded ? answered : throw new IdentityProviderSilentException(verdict.ErrorMessage);
        }
        catch (Exception e) when (e is not IdentityProviderSilentException && !cancellation.IsCancellationRequested)
        {
            // Whatever it answered (no JSON, no keys, nothing at all), it cannot be worked with.
            throw new IdentityProviderSilentException($"No discovery document: {e.GetType().Name}.", e);
        }
    }

    private sealed record Known(OpenIdConnectConfiguration Configuration, DateTimeOffset At);
}
