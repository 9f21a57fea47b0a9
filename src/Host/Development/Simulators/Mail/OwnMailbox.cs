using MailKit.Security;
using Marketplace.Host.Adapters;
using Microsoft.Extensions.Options;

namespace Marketplace.Host.Development.Simulators.Mail;

/// <summary>In Development letters go to this host's own mailbox, unless a server is configured.</summary>
public sealed class OwnMailbox(SmtpSink sink) : IPostConfigureOptions<MailOptions>
{
    /// <inheritdoc />
    public void PostConfigure(string? name, MailOptions options)
    {
        if (!string.IsNullOrWhiteSpace(options.Host)) return;
        (options.Host, options.Port, options.Security) = ("127.0.0.1", sink.Port, SecureSocketOptions.None);
        if (options.From.Length == 0) options.From = "Marketplace <noreply@marketplace.example>";
    }
}
