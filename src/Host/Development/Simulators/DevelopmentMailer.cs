using Marketplace.Application.Ports;

namespace Marketplace.Host.Development.Simulators;

/// <summary>Letters for the developer to read.</summary>
public sealed class DevelopmentMailer(DevMessages messages, TimeProvider clock) : IMailer
{
    /// <inheritdoc />
    public Task SendAsync(Guid messageId, string to, Letter letter, CancellationToken cancellation) =>
        messages.AddAsync(MessageChannel.Email, to, $"{letter.Subject}\n\n{letter.Text}", clock.GetUtcNow(), messageId, cancellation);
}
