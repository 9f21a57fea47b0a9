using Marketplace.Application.Ports;

namespace Marketplace.Host.Adapters;

/// <summary>The SMS gateway over HTTP. Its exceptions name neither the number nor the text.</summary>
public sealed class HttpSmsGateway(ProviderChannel channel) : ISmsGateway
{
    /// <inheritdoc />
    public Task SendAsync(Guid messageId, string to, string text, CancellationToken cancellation) =>
        channel.SendAsync(ProviderNames.Sms, "messages", new SmsRequest(messageId, to, text), cancellation);
}
