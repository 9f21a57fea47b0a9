namespace Marketplace.Application.Ports;

/// <summary>The gateway for SMS. It throws when the message was not taken, so that the sender's retry sees it.</summary>
public interface ISmsGateway
{
    /// <summary>Hands one message over.</summary>
    /// <param name="messageId">Ours; the gateway sends one message per id, however often it is asked.</param>
    /// <param name="to">The number in E.164. Personal data: never logged.</param>
    /// <param name="text">The text. It may hold a code: never logged.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    Task SendAsync(Guid messageId, string to, string text, CancellationToken cancellation);
}
