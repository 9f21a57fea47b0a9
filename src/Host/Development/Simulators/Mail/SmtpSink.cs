using System.Net;
using System.Net.Sockets;
using MimeKit;

namespace Marketplace.Host.Development.Simulators.Mail;

/// <summary>
/// An SMTP server on a loopback port that delivers every letter to <see cref="DevMessages"/>, so that Development sends letters
/// as production does. A letter with a known Message-ID is the same letter.
/// </summary>
public sealed class SmtpSink : BackgroundService
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly DevMessages messages;
    private readonly TimeProvider clock;
    private readonly IHostEnvironment environment;

    /// <summary>Takes a free port at once, so that it is known before the host has started.</summary>
    public SmtpSink(DevMessages messages, TimeProvider clock, IHostEnvironment environment)
    {
        (this.messages, this.clock, this.environment) = (messages, clock, environment);
        listener.Start();
        Port = ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Where it listens.</summary>
    public int Port { get; }

    /// <inheritdoc />
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        SimulatorRegistration.RefuseOutsideDevelopment(environment);
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        listener.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var client = await listener.AcceptTcpClientAsync(stoppingToken);
            _ = TalkAsync(client, stoppingToken);
        }
    }

    private async Task TalkAsync(TcpClient client, CancellationToken cancellation)
    {
        try
        {
            using (client)
            {
                await using var stream = client.GetStream();
                await new SmtpConversation(stream, KeepAsync).RunAsync(cancellation);
            }
        }
        catch (Exception gone) when (gone is IOException or SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // Whoever called has gone, or the host stops.
        }
    }

    private async Task KeepAsync(IReadOnlyList<string> recipients, byte[] letter, CancellationToken cancellation)
    {
        using var content = new MemoryStream(letter);
        using var message = await MimeMessage.LoadAsync(content, cancellation);
        var text = $"{message.Subject}\n\n{message.TextBody?.TrimEnd().ReplaceLineEndings("\n")}";
        // Ours have one recipient each; a copy to a second one is another message to look at.
        for (var i = 0; i < recipients.Count; i++)
            await messages.AddAsync(MessageChannel.Email, recipients[i], text, clock.GetUtcNow(), i == 0 ? IdOf(message) : null, cancellation);
    }

    private static Guid? IdOf(MimeMessage message) => Guid.TryParseExact(message.MessageId?.Split('@')[0], "N", out var id) ? id : null;
}
