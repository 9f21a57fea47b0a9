namespace Marketplace.Application.Payments;

/// <summary>Hands messages over to gateways, none of which is trusted to be discreet when it fails.</summary>
internal static class HandOver
{
    /// <summary>
    /// Hands one over. What a gateway throws may repeat the number, the address or the text, and a dead letter keeps an exception's
    /// message until a person has looked: what goes on from here names the kind of failure alone.
    /// </summary>
    /// <param name="what">What is handed over, in one word.</param>
    /// <param name="send">Does it.</param>
    /// <param name="cancellation">When it is the host that gives up, that is not the gateway's failure.</param>
    /// <exception cref="ProviderSilentException">It was not taken, or nobody knows whether it was.</exception>
    /// <exception cref="ProviderRefusedException">The gateway refused it for good, as our own adapters say it.</exception>
    public static async Task QuietlyAsync(string what, Func<Task> send, CancellationToken cancellation)
    {
        try
        {
            await send();
        }
        catch (Exception failure) when (failure is not (ProviderSilentException or ProviderRefusedException) && !cancellation.IsCancellationRequested)
        {
            var status = failure is HttpRequestException { StatusCode: { } code } ? $" {(int)code}" : "";
            throw new ProviderSilentException($"{what}: {failure.GetType().Name}{status}");
        }
    }
}
