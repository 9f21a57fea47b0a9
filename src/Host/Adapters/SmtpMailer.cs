using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Marketplace.Application.Payments;
using Marketplace.Application.Ports;
using Microsoft.Extensions.Options;
using MimeKit;
using MimeKit.Text;

namespace Marketplace.Host.Adapters;

/// <summary>
/// Letters over SMTP. It logs nothing, and its exceptions name neither address nor content: what the server says often repeats
/// the address, so it goes no further.
/// </summary>
public sealed class SmtpMailer(IOptions<MailOptions> options, TimeProvider clock) : IMailer
{
    /// <inheritdoc />
    /// <exception cref="ProviderRefusedException">The server refused the letter for good.</exception>
    /// <exception cref="ProviderSilentException">It was not taken now, or nobody knows whether it was.</exception>
    public async Task SendAsync(Guid messageId, string to, Letter letter, CancellationToken cancellation)
    {
        try
        {
            using var message = Write(messageId, to, letter);
            await HandOverAsync(message, cancellation);
        }
        catch (SmtpCommandException refusal) when (IsFinal(refusal))
        {
            throw new ProviderRefusedException($"letter: {(int)refusal.StatusCode}");
        }
        catch (ParseException)
        {
            throw new ProviderRefusedException("letter: the address cannot be written");
        }
        catch (Exception failure) when (IsTrouble(failure, cancellation))
        {
            throw new ProviderSilentException($"letter: {failure.GetType().Name}");
        }
    }

    private MimeMessage Write(Guid messageId, string to, Letter letter)
    {
        var from = MailboxAddress.Parse(options.Value.From);
        var message = new MimeMessage
        {
            // The same id is the same letter: a mailbox that gets it twice shows it once.
            MessageId = $"{messageId:N}@{from.Domain}",
            Date = clock.GetUtcNow(),
            Subject = letter.Subject,
            Body = new TextPart(TextFormat.Plain) { Text = letter.Text },
        };
        message.From.Add(from);
        message.To.Add(MailboxAddress.Parse(to));
        // No «out of office» comes back.
        message.Headers.Add(HeaderId.AutoSubmitted, "auto-generated");
        return message;
    }

    private async Task HandOverAsync(MimeMessage message, CancellationToken cancellation)
    {
        var settings = options.Value;
        using var client = new SmtpClient { Timeout = (int)settings.Timeout.TotalMilliseconds };
        await client.ConnectAsync(settings.Host!, settings.Port, settings.Security, cancellation);
        if (settings.UserName is { Length: > 0 } user) await client.AuthenticateAsync(user, settings.Secret!, cancellation);
        await client.SendAsync(message, cancellation);
        try
        {
            await client.DisconnectAsync(quit: true, cancellation);
        }
        catch (Exception late) when (IsTrouble(late, cancellation))
        {
            // The letter has been taken; how the server says goodbye does not matter.
        }
    }

    // 4xx is «later»; 5xx to the letter or its recipient is «never».
    private static bool IsFinal(SmtpCommandException refusal) =>
        (int)refusal.StatusCode >= 500 && (refusal.ErrorCode is SmtpErrorCode.RecipientNotAccepted or SmtpErrorCode.MessageNotAccepted);

    private static bool IsTrouble(Exception failure, CancellationToken cancellation) =>
        failure is SocketException or IOException or TimeoutException or AuthenticationException or CommandException or ProtocolException or SslHandshakeException
            or NotSupportedException
        || (failure is OperationCanceledException && !cancellation.IsCancellationRequested);
}
