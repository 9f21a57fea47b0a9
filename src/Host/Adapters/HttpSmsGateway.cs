using Marketplace.Application.Ports;

namespace Marketplace.Host.Adapters;

/// <summary>The gateway of SMS and calls over HTTP. Its exceptions name neither the number nor the text.</summary>
public sealed class HttpSmsGateway(ProviderChannel channel) : ISmsGateway, ICallGateway
{
    /// <inheritdoc />
    public Task CallAsync(Guid messageId, string to, string lastDigits, CancellationToken cancellation) =>
        channel.SendAsync(ProviderNames.Sms, "calls", new CallRequest(messageId, to, lastDigits), cancellation);

    /// <inheritdoc />
    public Task SendAsync(Guid messageId, string to, string text, CancellationToken cancellation) =>
        channel.SendAsync(ProviderNames.Sms, "messages", new SmsRequest(messageId, to, text), cancellation);
}
